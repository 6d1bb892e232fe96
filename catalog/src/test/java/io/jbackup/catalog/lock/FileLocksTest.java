package io.jbackup.catalog.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.LockedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several holders inside one process.
class FileLocksTest {
  private static final LockTarget BACKUP = LockTarget.backup(LockBed.BACKUP);

  @TempDir Path directory;
  private LockBed bed;

  @BeforeEach
  void open() {
    bed = new LockBed(directory.resolve("catalog"));
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SHARED, SHARED, true",
    "SHARED, EXCLUSIVE, false",
    "EXCLUSIVE, SHARED, false",
    "EXCLUSIVE, EXCLUSIVE, false"
  })
  void onlyReadersShare(LockMode first, LockMode second, boolean together) {
    try (HeldLock _ = bed.locks().acquire(BACKUP, first)) {
      Optional<HeldLock> other = bed.locks().tryAcquire(BACKUP, second);
      other.ifPresent(HeldLock::close);

      assertThat(other.isPresent()).isEqualTo(together);
    }
    bed.locks().acquire(BACKUP, second).close();
  }

  @Test
  void targetsAreIndependent() {
    try (HeldLock _ = bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE);
        HeldLock _ = bed.locks().acquire(LockTarget.wholeInstance(), LockMode.EXCLUSIVE);
        HeldLock _ = bed.locks().acquire(LockTarget.retention(), LockMode.EXCLUSIVE);
        HeldLock _ = bed.locks().acquire(LockTarget.config(), LockMode.EXCLUSIVE)) {
      assertThat(bed.locks().owners(BACKUP)).hasSize(1);
    }
  }

  @Test
  void aCatalogOpenedTwiceConflictsWithItself() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), bed.path);
    try (Catalog again = Catalog.open(link, true);
        HeldLock _ = bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE)) {
      Locks locks = again.instance("main").locks(LockRequest.withoutWaiting("again"));

      assertThat(locks.tryAcquire(BACKUP, LockMode.SHARED)).isEmpty();
      assertThat(locks.owners(BACKUP)).extracting(LockOwner::verb).containsExactly("test");
    }
  }

  @Test
  void ownersSayWhoTheyAreAndLeaveNothing() throws Exception {
    try (HeldLock _ = bed.locks().acquire(BACKUP, LockMode.SHARED)) {
      LockOwner owner = bed.locks().owners(BACKUP).getFirst();

      assertThat(owner.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(owner.describe(ZoneOffset.UTC))
          .startsWith("test (pid " + owner.pid() + " on ")
          .endsWith(", shared, since 2026-11-22 03:00:00+00)");
      assertThat(bed.files())
          .hasSize(2)
          .allMatch(name -> name.contains("backup-" + LockBed.BACKUP));
    }
    assertThat(bed.locks().owners(BACKUP)).isEmpty();
    assertThat(bed.folder().resolve("owners")).isEmptyDirectory();
  }

  @Test
  void lockFilesAreForTheirOwnerAlone() throws Exception {
    bed.createBackup();
    try (HeldLock _ = bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE)) {
      for (String name : bed.files()) {
        Path file = bed.folder().resolve(name);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void closingTwiceFreesNobodyElse() {
    bed.createBackup();
    HeldLock first = bed.locks().acquire(BACKUP, LockMode.SHARED);
    try (HeldLock _ = bed.locks().acquire(BACKUP, LockMode.SHARED)) {
      first.close();
      first.close();

      assertThat(bed.locks().tryAcquire(BACKUP, LockMode.EXCLUSIVE)).isEmpty();
    }
    bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE).close();
  }

  @Test
  void theLockFileOfADeletedBackupGoesWithIt() throws Exception {
    bed.createBackup();
    bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE).close();
    assertThat(bed.files()).containsExactly("backup-" + LockBed.BACKUP + ".lock");

    try (HeldLock _ = bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE)) {
      bed.catalog.store().deleteFolder(bed.instance.backups().getFirst().folder());
    }

    assertThat(bed.files()).isEmpty();
    bed.locks().acquire(BACKUP, LockMode.SHARED).close();
  }

  @Test
  void theLockFileOfABackupWhoseDeleterDiedIsSwept() throws Exception {
    bed.createBackup();
    bed.instance.create(LockBed.BACKUP.start().plusSeconds(60), BackupControl.empty());
    StoredBackup other = bed.instance.backups().getFirst();
    bed.catalog.store().deleteFolder(other.folder());
    assertThat(bed.files()).hasSize(2);

    bed.locks().sweep();

    assertThat(bed.files()).containsExactly("backup-" + LockBed.BACKUP + ".lock");
  }

  @Test
  void theLocksOfADeletedInstanceGoWithIt() {
    bed.createBackup();
    bed.locks().acquire(BACKUP, LockMode.SHARED).close();

    try (HeldLock _ = bed.locks().acquire(LockTarget.wholeInstance(), LockMode.EXCLUSIVE)) {
      bed.catalog.deleteInstance("main");
    }

    assertThat(bed.folder()).doesNotExist();
  }

  @Test
  void anOwnerIsKnownAlsoWhereAnInstanceOfThatNameWasRemovedInPart() throws Exception {
    bed.locks().acquire(BACKUP, LockMode.SHARED).close();
    Files.delete(bed.folder().resolve("owners"));

    try (HeldLock _ = bed.locks().acquire(BACKUP, LockMode.SHARED)) {
      assertThat(bed.locks().owners(BACKUP)).hasSize(1);
    }
  }

  @Test
  void whoWaitsInVainLearnsFromWhom() {
    try (HeldLock _ = bed.locks().acquire(BACKUP, LockMode.SHARED)) {
      Locks patient = bed.locks(Duration.ofMillis(50));
      assertThatThrownBy(() -> patient.acquire(BACKUP, LockMode.EXCLUSIVE))
          .isInstanceOf(LockedException.class)
          .hasMessageContaining("could not get the exclusive lock on backup " + LockBed.BACKUP)
          .hasMessageContaining("of instance 'main' within 50ms: held by test (pid ")
          .hasMessageContaining("shared, since 2026-11-22 03:00:00+00)");
    }
    assertThat(bed.told).anyMatch(line -> line.startsWith("waiting for exclusive lock on backup"));
  }

  @Test
  void whoWaitsGetsTheLockWhenItIsFree() {
    HeldLock first = bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE);
    CompletableFuture<HeldLock> second =
        CompletableFuture.supplyAsync(
            () -> bed.locks(Duration.ofMinutes(1)).acquire(BACKUP, LockMode.EXCLUSIVE));
    assertThat(second).isNotDone();

    first.close();

    second.join().close();
  }

  @Test
  void aThreadThatWaitsCanBeInterrupted() {
    try (HeldLock _ = bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE)) {
      Locks patient = bed.locks(Duration.ofMinutes(1));
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> patient.acquire(BACKUP, LockMode.SHARED))
          .isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
