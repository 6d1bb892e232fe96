package io.jbackup.catalog.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holders in several processes.
class FileLocksIT {
  private static final LockTarget BACKUP = LockTarget.backup(LockBed.BACKUP);
  private static final String ID = LockBed.BACKUP.text();

  @TempDir Path directory;
  private final List<Path> mounts = new ArrayList<>();
  private LockBed bed;

  @BeforeEach
  void open() {
    bed = new LockBed(directory.resolve("catalog"));
    bed.createBackup();
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
    for (Path mount : mounts) {
      run("umount", mount.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SHARED, SHARED, true",
    "SHARED, EXCLUSIVE, false",
    "EXCLUSIVE, SHARED, false",
    "EXCLUSIVE, EXCLUSIVE, false"
  })
  void onlyReadersShare(LockMode theirs, LockMode ours, boolean together) throws Exception {
    try (Holder holder = Holder.holding(bed.path, ID, theirs)) {
      Optional<HeldLock> lock = bed.locks().tryAcquire(BACKUP, ours);
      assertThat(lock.isPresent()).isEqualTo(together);
      assertThat(bed.locks().owners(BACKUP)).extracting(LockOwner::pid).contains(holder.pid());
      lock.ifPresent(HeldLock::close);
    }
    assertThat(bed.locks().owners(BACKUP)).isEmpty();
    bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE).close();
  }

  @Test
  void aKilledHolderHoldsNothing() throws Exception {
    try (Holder holder = Holder.holding(bed.path, ID, LockMode.EXCLUSIVE)) {
      assertThat(bed.locks().owners(BACKUP)).hasSize(1);
      holder.kill();
      assertThat(bed.files()).hasSize(2);

      assertThat(bed.locks().owners(BACKUP)).isEmpty();
      assertThat(bed.files()).containsExactly("backup-" + ID + ".lock");
      bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE).close();
    }
  }

  @Test
  void theMessageNamesTheOtherProcess() throws Exception {
    try (Holder holder = Holder.holding(bed.path, "config", LockMode.EXCLUSIVE)) {
      assertThatThrownBy(() -> bed.locks().acquire(LockTarget.config(), LockMode.EXCLUSIVE))
          .isInstanceOf(LockedException.class)
          .hasMessageContaining("configuration of instance 'main' within 0s: held by holder (pid ")
          .hasMessageContaining("" + holder.pid())
          .hasMessageContaining(", exclusive, since ");
    }
  }

  /// Closing one of two channels of a file would free the other's lock for the operating system.
  @Test
  void oneOfTwoCatalogsInAProcessKeepsItsLockWhenTheOtherCloses() throws Exception {
    try (Catalog again = Catalog.open(bed.path, true);
        HeldLock _ = bed.locks().acquire(BACKUP, LockMode.SHARED)) {
      Locks other = again.instance("main").locks(LockRequest.withoutWaiting("other"));
      other.acquire(BACKUP, LockMode.SHARED).close();
      assertThat(other.tryAcquire(BACKUP, LockMode.EXCLUSIVE)).isEmpty();
      assertThat(other.owners(BACKUP)).hasSize(1);

      try (Holder holder = Holder.start(bed.path, ID, LockMode.EXCLUSIVE, "PT0S")) {
        assertThat(holder.answer()).startsWith("locked").contains("held by test (pid ");
      }
    }
  }

  @Test
  void whoWaitsForAnotherProcessGetsTheLockWhenItDies() throws Exception {
    HeldLock ours = bed.locks().acquire(BACKUP, LockMode.SHARED);
    try (Holder waiter = Holder.start(bed.path, ID, LockMode.EXCLUSIVE, "PT60S")) {
      ours.close();
      assertThat(waiter.answer()).isEqualTo("held");

      waiter.kill();
      bed.locks(Duration.ofSeconds(60)).acquire(BACKUP, LockMode.EXCLUSIVE).close();
    }
  }

  @Test
  void whoWaitedForADeletedBackupLocksANewFile() throws Exception {
    HeldLock ours = bed.locks().acquire(BACKUP, LockMode.EXCLUSIVE);
    try (Holder waiter = Holder.start(bed.path, ID, LockMode.EXCLUSIVE, "PT60S")) {
      bed.catalog.store().deleteFolder(bed.instance.backups().getFirst().folder());
      ours.close();

      assertThat(waiter.answer()).isEqualTo("held");
      assertThat(bed.locks().tryAcquire(BACKUP, LockMode.SHARED)).isEmpty();
    }
    assertThat(bed.files()).isEmpty();
  }

  @Test
  void aReadOnlyCatalogCanBeReadButNotChanged() throws Exception {
    bed.locks().acquire(BACKUP, LockMode.SHARED).close();
    Path readOnly = mount("--bind", bed.path.toString());
    run("mount", "-o", "remount,bind,ro", readOnly.toString());
    try (Catalog catalog = Catalog.open(readOnly, true)) {
      Instance instance = catalog.instance("main");
      Locks locks =
          instance.locks(new LockRequest("restore", Duration.ZERO, bed, Clock.systemUTC()));

      try (HeldLock _ = locks.acquire(BACKUP, LockMode.SHARED);
          HeldLock _ = locks.acquire(LockTarget.retention(), LockMode.SHARED)) {
        assertThat(bed.told)
            .anyMatch(line -> line.contains("going on without a lock"))
            .anyMatch(line -> line.contains("could not write the owner"));
        try (Holder holder = Holder.start(bed.path, ID, LockMode.EXCLUSIVE, "PT0S")) {
          assertThat(holder.answer()).contains("a process that could not write down who it is");
        }
      }
      assertThatThrownBy(() -> locks.acquire(BACKUP, LockMode.EXCLUSIVE))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("Read-only file system");
      assertThatThrownBy(() -> locks.acquire(LockTarget.retention(), LockMode.EXCLUSIVE))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("Read-only file system");
    }
  }

  @Test
  void aFullDiskDoesNotKeepALockFromBeingHeld() throws Exception {
    Path small = mount("-t", "tmpfs", "-o", "size=64k", "jbackup-test");
    Path lockFolder = small.resolve("locks");
    LockRequest request = new LockRequest("delete", Duration.ZERO, bed, Clock.systemUTC());
    FileLocks locks = new FileLocks("main", lockFolder, _ -> false, request);
    byte[] page = new byte[4096];
    try (var out = Files.newOutputStream(small.resolve("filler"))) {
      assertThatThrownBy(
              () -> {
                for (int written = 0; written < 1 << 20; written += page.length) {
                  out.write(page);
                }
              })
          .isInstanceOf(IOException.class);
    }

    try (HeldLock _ = locks.acquire(BACKUP, LockMode.EXCLUSIVE)) {
      assertThat(locks.tryAcquire(BACKUP, LockMode.SHARED)).isEmpty();
      assertThat(bed.told).anyMatch(line -> line.contains("No space left on device"));
    }
  }

  private Path mount(String... words) throws Exception {
    Path place = Files.createDirectories(directory.resolve("mount" + mounts.size()));
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(words));
    command.add(place.toString());
    String failure = run(command.toArray(String[]::new));
    assumeTrue(failure.isEmpty(), "cannot mount: " + failure);
    mounts.add(place);
    return place;
  }

  /// Empty when it succeeded.
  private static String run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : output.strip() + " (failed)";
  }
}
