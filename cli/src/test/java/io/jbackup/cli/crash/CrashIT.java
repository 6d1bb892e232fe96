package io.jbackup.cli.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// All scenarios. After each run: what says OK or DONE is whole, what was reported as archived is
/// there, nothing is locked, and the next command works without anybody cleaning up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class CrashIT {
  private static final String NO_DISKS = "a small tmpfs can be mounted by root only";

  private final Tally tally = new Tally();
  private Lab lab;
  private Restored restored;
  private boolean disks;

  @BeforeAll
  void prepare(@TempDir Path directory) throws Exception {
    lab = new Lab(directory);
    restored = new Restored(lab);
    disks = Disk.available(directory);
    lab.main.nextBackup();
  }

  @AfterAll
  void report() {
    System.out.println(tally.table());
    lab.close();
  }

  @Test
  void aBackupKilledWhileItCopies() throws Exception {
    tally.repeat("backup: kill -9 during the copy", 6, new KilledBackups(lab)::whileItCopies);
    restored.prove(lab.main, lab.fresh("restored"));
  }

  @Test
  void aBackupKilledWhileItStreamsWal() {
    tally.repeat(
        "backup: kill -9 while WAL is streamed", 5, new KilledBackups(lab)::whileItStreamsWal);
  }

  @Test
  void aBackupKilledBetweenDataAndControlFile() {
    tally.repeat(
        "backup: kill -9 between data and control file",
        8,
        new KilledBackups(lab)::betweenDataAndControlFile);
  }

  @Test
  void aChangeOfTheConfigurationKilled() {
    tally.repeat("set-config: kill -9", 8, new KilledChanges(lab)::setConfig);
  }

  @Test
  void aRemovalOfAnInstanceKilled() {
    tally.repeat("del-instance: kill -9", 5, new KilledChanges(lab)::delInstance);
  }

  @Test
  void archivingKilled() throws Exception {
    KilledArchiving archiving = new KilledArchiving(lab);
    tally.repeat("archive-push: kill -9 before it publishes", 8, archiving::pushBeforeItPublishes);
    tally.repeat("archive-push: kill -9 after it published", 5, archiving::pushAfterItPublished);
    tally.repeat("archive-get: kill -9", 8, archiving::get);
  }

  @Test
  void aRestoreKilled() {
    KilledRestores restores = new KilledRestores(lab);
    tally.repeat("restore: kill -9 while it writes", 5, restores::whileItWrites);
    tally.repeat("restore: kill -9 while it finishes", 4, restores::whileItFinishes);
  }

  @Test
  void aDiskThatIsFull() {
    assumeTrue(disks, NO_DISKS);
    FullDisks disks = new FullDisks(lab);
    tally.repeat("backup: full disk", 4, disks::backup);
    tally.repeat("archive-push: full disk", 4, disks::push);
    tally.repeat("archive-get: full disk", 3, disks::get);
    tally.repeat("set-config: full disk", 2, disks::setConfig);
    tally.repeat("restore: full disk", 3, disks::restore);
    tally.repeat("delete: full disk", 2, disks::delete);
  }

  @Test
  void aCatalogThatTurnsReadOnly() {
    assumeTrue(disks, NO_DISKS);
    tally.repeat("backup: catalog turned read-only", 3, new ReadOnlyCatalog(lab)::backup);
  }

  @Test
  void aServerThatIsLost() {
    LostServers servers = new LostServers(lab);
    tally.repeat("backup: server killed", 3, servers::killed);
    tally.repeat("backup: server restarted", 2, servers::restarted);
    tally.repeat("backup: data connection cut", 3, servers::dataConnectionCut);
    tally.repeat("backup: WAL connection cut", 3, servers::walConnectionCut);
    tally.repeat("backup: both connections cut", 3, servers::bothConnectionsCut);
    tally.repeat("backup: standby promoted", 2, servers::promoted);
  }

  @Test
  void aPurgeKilled() throws Exception {
    while (lab.main.checks().good() < KilledDeletes.BACKUPS) {
      lab.main.nextBackup();
      lab.server.awaitArchived(lab.segment());
    }
    tally.repeat("delete: kill -9", 6, new KilledDeletes(lab)::delete);
  }

  /// Last by its name: what all the others have left.
  @Test
  void whatIsLeftIsSwept() throws Exception {
    lab.main.sweep();
  }
}
