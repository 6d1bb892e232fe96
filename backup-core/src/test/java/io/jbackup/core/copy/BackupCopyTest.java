package io.jbackup.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.core.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of backups that are not read back.
final class BackupCopyTest {
  @TempDir private Path directory;
  private CopyBed bed;
  private StoredBackup backup;

  @BeforeEach
  void makeBackup() throws IOException {
    bed = new CopyBed(directory, KeySettings.NONE);
    backup = bed.backup(3);
  }

  private void saveCopied(BackupControl changed) {
    bed.to.backup(backup.id()).orElseThrow().save(changed);
  }

  private Path copied(String name) {
    return bed.backupFile("to", backup.id(), name);
  }

  @Test
  void aCopyThatWasNotVerifiedIsDone() {
    CopyResult result = bed.copy(CopyBed.unverified());

    assertThat(result.backups()).isOne();
    assertThat(result.failures()).isZero();
    assertThat(bed.copied(backup.id()).status()).isEqualTo(BackupStatus.DONE);
    assertThat(copied("base.tar.zst")).hasContent("base.tar.zst of 3");
    assertThat(bed.copy(CopyBed.unverified())).isEqualTo(CopyResult.backupPresent());
  }

  @Test
  void aFileThatIsMissingOrOfAnotherSizeIsCopiedAgain() throws IOException {
    bed.copy(CopyBed.unverified());
    Files.delete(copied("index"));
    Files.writeString(copied("base.tar.zst"), "cut");

    assertThat(bed.copy(CopyBed.unverified()).bytes())
        .isEqualTo("index of 3".length() + "base.tar.zst of 3".length());
    assertThat(copied("base.tar.zst")).hasContent("base.tar.zst of 3");
    assertThat(copied("index")).hasContent("index of 3");
    assertThat(bed.copied(backup.id()).status()).isEqualTo(BackupStatus.DONE);
  }

  @Test
  void anUnfinishedCopyGoesOnByChecksums() throws IOException {
    bed.copy(CopyBed.unverified());
    saveCopied(bed.copied(backup.id()).with(BackupStatus.RUNNING));
    Files.writeString(copied("base.tar.zst"), "base.tar.zst of 4");

    assertThat(bed.copy(CopyBed.unverified()).bytes()).isEqualTo("base.tar.zst of 3".length());
    assertThat(copied("base.tar.zst")).hasContent("base.tar.zst of 3");
    assertThat(bed.copied(backup.id()).status()).isEqualTo(BackupStatus.DONE);
  }

  @Test
  void pinsAndNotesOfTheCopyAreItsOwn() throws IOException {
    backup.save(backup.control().with(ControlField.NOTE, "before the upgrade"));
    bed.copy(CopyBed.unverified());
    assertThat(bed.copied(backup.id()).text(ControlField.NOTE)).contains("before the upgrade");

    BackupControl own =
        bed.copied(backup.id())
            .with(ControlField.NOTE, "for the auditor")
            .with(ControlField.EXPIRE_TIME, "2030-01-01 00:00:00+00");
    saveCopied(own);
    backup.save(backup.control().with(ControlField.NOTE, "old"));
    assertThat(bed.copy(CopyBed.unverified())).isEqualTo(CopyResult.backupPresent());
    Files.delete(copied("index"));
    assertThat(bed.copy(CopyBed.unverified()).backups()).isOne();
    assertThat(bed.copied(backup.id()).format()).isEqualTo(own.format());
  }

  @Test
  void oneThatCannotBeCopiedDoesNotKeepTheOthersFromIt() throws IOException {
    StoredBackup second = bed.backup(5);
    StoredBackup third = bed.backup(7);
    BackupId absent = new BackupId("SVX000");

    CopyResult result =
        bed.copy(new CopyRequest(List.of(absent, second.id(), third.id()), true, false, false, 1));

    assertThat(result.backups()).isEqualTo(2);
    assertThat(result.failures()).isOne();
    assertThat(result.worst()).containsInstanceOf(CatalogException.class);
    assertThat(bed.log.lines())
        .anyMatch(line -> line.startsWith("WARNING: Backup SVX000 was not copied: Requested"));
  }

  @Test
  void oneThatRetentionRemovesMeanwhileIsPassedOver() throws IOException {
    StoredBackup second = bed.backup(5);
    AtomicBoolean removed = new AtomicBoolean();
    Progress removing =
        new Progress() {
          @Override
          public void begin(String task, long totalBytes) {
            if (task.contains("backup") && !removed.getAndSet(true)) {
              bed.from.store().deleteFolder(second.folder());
            }
          }

          @Override
          public void advance(long bytes) {
            // Nobody looks.
          }

          @Override
          public void end() {
            // Nobody looks.
          }
        };

    CopyResult result = bed.instanceCopy(removing).run(CopyBed.unverified());

    assertThat(result.failures()).as("%s", bed.log.lines()).isZero();
    assertThat(result.backups()).isOne();
    assertThat(bed.log.lines())
        .contains("INFO: Backup " + second.id() + " was removed before it was copied");
  }

  @Test
  void oneThatIsLockedIsAFailureAndTheRestIsCopied() throws IOException {
    bed.backup(5);
    try (HeldLock _ =
        bed.to
            .locks(LockRequest.withoutWaiting("test"))
            .acquire(LockTarget.backup(backup.id()), LockMode.EXCLUSIVE)) {
      CopyResult result = bed.copy(CopyBed.unverified());
      assertThat(result.backups()).isOne();
      assertThat(result.failures()).isOne();
    }
  }
}
