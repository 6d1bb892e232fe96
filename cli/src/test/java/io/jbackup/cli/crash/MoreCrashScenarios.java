package io.jbackup.cli.crash;

import org.junit.jupiter.api.Test;

/// What is slow, or the same whether a catalog is encrypted or not.
abstract class MoreCrashScenarios extends CrashScenarios {
  @Test
  void aBackupKilledWhileItCopies() throws Exception {
    repeat("backup: kill -9 during the copy", 6, new KilledBackups(lab)::whileItCopies);
    restored.prove(lab.main, lab.fresh("restored"));
  }

  @Test
  void aBackupKilledWhileItStreamsWal() {
    repeat("backup: kill -9 while WAL is streamed", 5, new KilledBackups(lab)::whileItStreamsWal);
  }

  @Test
  void aChangeOfTheConfigurationKilled() {
    repeat("set-config: kill -9", 8, new KilledChanges(lab)::setConfig);
  }

  @Test
  void aRemovalOfAnInstanceKilled() {
    repeat("del-instance: kill -9", 5, new KilledChanges(lab)::delInstance);
  }

  @Test
  void aPurgeKilled() throws Exception {
    while (lab.main.checks().good() < KilledDeletes.BACKUPS) {
      lab.main.nextBackup();
      lab.server.awaitArchived(lab.segment());
    }
    repeat("delete: kill -9", 6, new KilledDeletes(lab)::delete);
  }

  @Test
  void aServerThatIsOutOfReach() {
    repeat("backup: both connections cut", 3, new LostServers(lab)::bothConnectionsCut);
  }
}
