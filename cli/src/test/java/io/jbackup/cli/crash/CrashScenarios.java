package io.jbackup.cli.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What holds wherever the catalog is. After each run: what says OK or DONE is whole, what was
/// reported as archived is there, nothing is locked, and the next command works without anybody
/// cleaning up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
abstract class CrashScenarios {
  final Tally tally = new Tally();
  Lab lab;
  Restored restored;

  /// Where the catalog is.
  ///
  /// @param directory empty, on a local disk
  abstract Place place(Path directory) throws Exception;

  /// How often a scenario is run that on local disks is run `local` times.
  abstract int times(int local);

  final void repeat(String scenario, int times, Tally.Run run) {
    tally.repeat(scenario, times(times), run);
  }

  @BeforeAll
  void prepare(@TempDir Path directory) throws Exception {
    lab = new Lab(directory, place(directory));
    restored = new Restored(lab);
    lab.main.nextBackup();
  }

  @AfterAll
  void report() throws Exception {
    System.out.println(tally.table());
    lab.close();
  }

  @Test
  void aBackupKilledBetweenDataAndControlFile() {
    repeat(
        "backup: kill -9 between data and control file",
        8,
        new KilledBackups(lab)::betweenDataAndControlFile);
  }

  @Test
  void archivingKilled() throws Exception {
    KilledArchiving archiving = new KilledArchiving(lab);
    repeat("archive-push: kill -9 before it publishes", 8, archiving::pushBeforeItPublishes);
    repeat("archive-push: kill -9 after it published", 5, archiving::pushAfterItPublished);
    repeat("archive-get: kill -9", 8, archiving::get);
  }

  @Test
  void aRestoreKilled() {
    KilledRestores restores = new KilledRestores(lab);
    repeat("restore: kill -9 while it writes", 5, restores::whileItWrites);
    repeat("restore: kill -9 while it finishes", 4, restores::whileItFinishes);
  }

  /// With all WAL that the server has archived since the first backup.
  @Test
  void thePresentIsRestoredFromAnOldBackup() throws Exception {
    restored.proveLatest(lab.main, lab.fresh("latest"));
  }

  /// Last by its name: what all the others have left.
  @Test
  void whatIsLeftIsSwept() throws Exception {
    lab.main.sweep();
  }
}
