package io.jbackup.cli.command;

/// Carries out one verb.
interface VerbCommand {
  /// Returns the process's exit code: 0 for success, else one that its answer has, such as damage
  /// that was found. What could not be carried out is a BackupException.
  int run(Session session);
}
