package io.jbackup.catalog.retention;

import static io.jbackup.catalog.retention.PurgeBed.expired;
import static io.jbackup.catalog.retention.PurgeBed.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PurgeTest {
  @TempDir Path directory;
  private PurgeBed bed;

  @BeforeEach
  void makeCatalog() {
    bed = new PurgeBed(directory.resolve("catalog"));
  }

  @AfterEach
  void closeCatalog() {
    bed.close();
  }

  @Test
  void whatExpiredGoesAndWhatIsNeededStays() throws IOException {
    bed.backup(2);
    bed.backup(5);
    bed.backup(8);
    bed.wal(1, 9);
    bed.file("000000010000000000000003.00000028.backup");
    bed.file("000000010000000000000004.partial");
    bed.file("000000010000000000000008.00000028.backup.gz");
    bed.file("notes.txt");

    PurgeResult result = bed.purge().run(expired(2));

    assertThat(bed.backups()).containsExactly(id(8) + " OK", id(5) + " OK");
    assertThat(bed.archived())
        .containsExactly(
            "000000010000000000000005",
            "000000010000000000000006.zst",
            "000000010000000000000007",
            "000000010000000000000008.00000028.backup.gz",
            "000000010000000000000008.zst",
            "000000010000000000000009",
            "notes.txt");
    assertThat(result.backups()).isEqualTo(1);
    assertThat(result.walFiles()).isEqualTo(6);
    assertThat(result.walBytes()).isEqualTo(18);
    assertThat(bed.told)
        .last()
        .asString()
        .isEqualTo(
            "Recovery is possible from 2026-11-05 03:00:00+00 (backup "
                + id(5)
                + ", LSN 0/50001F4) on, up to LSN 0/A000000 on timeline 1");
    assertThat(bed.path.resolve("locks/main/backup-" + id(2) + ".lock")).doesNotExist();
  }

  @Test
  void aPreviewShowsTheSamePlanAndChangesNothing() throws IOException {
    bed.backup(2, BackupStatus.RUNNING);
    bed.backup(3);
    bed.backup(8);
    bed.wal(1, 9);
    List<String> before = bed.archived();

    RetentionPlan preview = bed.purge().preview(expired(1));

    assertThat(bed.backups()).containsExactly(id(8) + " OK", id(3) + " OK", id(2) + " RUNNING");
    assertThat(bed.archived()).isEqualTo(before);
    assertThat(bed.purge().run(expired(1)).plan()).isEqualTo(preview);
  }

  @Test
  void aBackupInUseStaysWithItsWalAndItsUserIsNamed() throws IOException {
    bed.backup(2);
    bed.backup(5);
    bed.backup(8);
    bed.wal(1, 9);
    Locks restore = bed.locks("restore");

    PurgeResult result;
    try (HeldLock _ = restore.acquire(LockTarget.backup(id(5)), LockMode.SHARED)) {
      result = bed.purge().run(expired(1));
    }

    assertThat(bed.backups()).containsExactly(id(8) + " OK", id(5) + " OK");
    assertThat(bed.archived()).hasSize(5).first().isEqualTo("000000010000000000000005");
    assertThat(result.inUse()).containsOnlyKeys(id(5));
    assertThat(result.inUse().get(id(5))).startsWith("restore (pid ");
    assertThat(bed.purge().run(expired(1)).inUse()).isEmpty();
    assertThat(bed.backups()).containsExactly(id(8) + " OK");
  }

  @Test
  void aBackupThatIsBeingTakenHoldsAllWal() throws IOException {
    bed.backup(2);
    bed.backup(8);
    StoredBackup running = bed.backup(9, BackupStatus.RUNNING);
    running.save(running.control().without(ControlField.START_LSN));
    bed.wal(1, 9);

    try (HeldLock _ = bed.locks("backup").acquire(LockTarget.backup(id(9)), LockMode.EXCLUSIVE)) {
      PurgeResult result = bed.purge().run(expired(1));
      assertThat(result.plan().walHeld().orElse("")).contains("is being taken");
    }

    assertThat(bed.backups()).containsExactly(id(9) + " RUNNING", id(8) + " OK");
    assertThat(bed.archived()).hasSize(9);
  }

  @Test
  void whatProcessesThatDiedLeftIsSettled() throws IOException {
    bed.backup(5);
    bed.backup(6, BackupStatus.RUNNING);
    bed.backup(7, BackupStatus.DELETING);
    Files.createDirectory(bed.path.resolve("backups/main").resolve(id(8).text()));
    List<Path> leftovers =
        List.of(
            bed.path.resolve("wal/main/.000000010000000000000001.77.tmp"),
            bed.path.resolve("backups/main/.jbackup.conf.77.tmp"),
            bed.path.resolve("backups/main/" + id(5) + "/.backup.control.77.tmp"));
    for (Path leftover : leftovers) {
      Files.writeString(leftover, "part");
      Files.setLastModifiedTime(leftover, FileTime.from(PurgeBed.NOW.minus(Duration.ofDays(2))));
    }

    bed.purge().run(expired(3));

    assertThat(bed.backups()).containsExactly(id(6) + " ERROR", id(5) + " OK");
    assertThat(leftovers).noneMatch(Files::exists);
  }

  @Test
  void settlingMarksOnlyWhatNobodyHoldsAndDeletesNothing() throws IOException {
    bed.backup(5);
    bed.backup(6, BackupStatus.RUNNING);
    bed.backup(7, BackupStatus.RUNNING);
    bed.backup(8, BackupStatus.DELETING);

    try (HeldLock _ = bed.locks("backup").acquire(LockTarget.backup(id(7)), LockMode.EXCLUSIVE)) {
      bed.purge().settle();
    }

    assertThat(bed.backups())
        .containsExactly(id(8) + " DELETING", id(7) + " RUNNING", id(6) + " ERROR", id(5) + " OK");
  }

  @Test
  void anInterruptedPurgeIsFinishedByTheNext() throws IOException {
    for (int day = 1; day <= 6; day++) {
      bed.backup(day);
    }
    StoredBackup newest = bed.instance.backups().getFirst();
    newest.save(
        newest
            .control()
            .with(ControlField.START_LSN, PurgeBed.SIZE.startOf(600).plus(40).toString())
            .with(ControlField.STOP_LSN, PurgeBed.SIZE.startOf(600).plus(500).toString()));
    bed.wal(0, 700);
    for (String moment : List.of("deleting " + id(2), "removed 3/", "removed 256/")) {
      bed.interrupt =
          event -> {
            if (event.startsWith(moment)) {
              throw new IllegalStateException("killed");
            }
          };
      assertThatThrownBy(() -> bed.purge().run(expired(1))).hasMessage("killed");
      int left = moment.startsWith("removed 256") ? 445 : 701;
      assertThat(bed.archived())
          .hasSize(left)
          .contains("000000010000000200000058.zst", "0000000100000002000000BC.zst");
    }
    bed.interrupt = event -> {};
    bed.purge().run(expired(1));
    assertThat(bed.backups()).containsExactly(id(6) + " OK");
    assertThat(bed.archived()).hasSize(101).first().isEqualTo("000000010000000200000058.zst");
  }

  @Test
  void aSignalEndsItBetweenTwoBackups() throws IOException {
    bed.backup(1);
    bed.backup(2);
    bed.backup(3);
    Purge purge = bed.purge();
    bed.interrupt =
        event -> {
          if (event.startsWith("deleting")) {
            purge.cancel();
          }
        };
    assertThatThrownBy(() -> purge.run(expired(1))).isInstanceOf(CancelledException.class);
    assertThat(bed.backups()).containsExactly(id(3) + " OK", id(2) + " OK");
  }

  @Test
  void whatCannotBeListedStopsItBeforeTheFirstDeletion() throws IOException {
    bed.backup(1);
    bed.backup(2);
    Files.delete(bed.path.resolve("wal/main"));

    assertThatThrownBy(() -> bed.purge().run(expired(1)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("is missing");
    assertThat(bed.backups()).containsExactly(id(2) + " OK", id(1) + " OK");
  }

  @Test
  void aPinnedBackupIsNotDeletedByItsId() throws IOException {
    StoredBackup pinned = bed.backup(1);
    pinned.save(pinned.control().with(ControlField.EXPIRE_TIME, PurgeBed.NOW.plusSeconds(60)));
    bed.backup(2);

    assertThatThrownBy(() -> bed.purge().run(PurgeBed.of(new Wish.OfId(id(1)))))
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "Backup " + id(1) + " cannot be deleted: it is pinned until 2026-11-22 03:01:00+00");
    assertThatThrownBy(() -> bed.purge().run(PurgeBed.of(new Wish.OfId(id(9)))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("is not found");
    bed.purge().run(PurgeBed.of(new Wish.OfStatus(Set.of(BackupStatus.OK))));
    assertThat(bed.backups()).containsExactly(id(1) + " OK");
  }

  @Test
  void twoPurgesDoNotRunAtOnce() {
    try (HeldLock _ = bed.locks("delete").acquire(LockTarget.retention(), LockMode.EXCLUSIVE)) {
      assertThatThrownBy(() -> bed.purge().run(expired(1))).isInstanceOf(LockedException.class);
    }
  }

  /// Somebody else deletes a backup that was to stay.
  @Test
  void noWalGoesWhenABackupVanishes() throws IOException {
    bed.backup(1);
    StoredBackup kept = bed.backup(5);
    bed.wal(0, 9);
    bed.interrupt =
        event -> {
          if (event.startsWith("deleting")) {
            kept.store().deleteFolder(kept.folder());
          }
        };
    assertThatThrownBy(() -> bed.purge().run(expired(1)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("vanished");
    assertThat(bed.archived()).hasSize(10);
  }
}
