package io.jbackup.core.copy;

import io.jbackup.catalog.error.BackupException;
import java.util.Optional;

/// What was copied, what was there already, and what could not be copied.
///
/// @param bytes that were copied, as they are stored
/// @param failures how many backups and WAL files could not be copied, or are not valid as copies
/// @param worst the most severe of them: damage counts most
public record CopyResult(
    int backups,
    int backupsPresent,
    int walFiles,
    int walFilesPresent,
    long bytes,
    int failures,
    Optional<BackupException> worst) {
  public static final CopyResult NONE = new CopyResult(0, 0, 0, 0, 0, 0, Optional.empty());

  static CopyResult backup(long bytes) {
    return new CopyResult(1, 0, 0, 0, bytes, 0, Optional.empty());
  }

  static CopyResult backupPresent() {
    return new CopyResult(0, 1, 0, 0, 0, 0, Optional.empty());
  }

  static CopyResult wal(long bytes) {
    return new CopyResult(0, 0, 1, 0, bytes, 0, Optional.empty());
  }

  static CopyResult walPresent() {
    return new CopyResult(0, 0, 0, 1, 0, 0, Optional.empty());
  }

  public static CopyResult failure(BackupException why) {
    return new CopyResult(0, 0, 0, 0, 0, 1, Optional.of(why));
  }

  public CopyResult plus(CopyResult other) {
    return new CopyResult(
        backups + other.backups,
        backupsPresent + other.backupsPresent,
        walFiles + other.walFiles,
        walFilesPresent + other.walFilesPresent,
        bytes + other.bytes,
        failures + other.failures,
        Severity.worse(worst, other.worst));
  }
}
