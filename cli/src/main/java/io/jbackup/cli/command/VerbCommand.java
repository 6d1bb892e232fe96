package io.jbackup.cli.command;

/// Carries out one verb. Fails with a BackupException, or returns: success.
interface VerbCommand {
  void run(Session session);
}
