package io.jbackup.core.copy;

/// What was copied, and what was there already.
///
/// @param bytes that were copied, as they are stored
public record CopyResult(
    int backups, int backupsPresent, int walFiles, int walFilesPresent, long bytes) {
  CopyResult plus(CopyResult other) {
    return new CopyResult(
        backups + other.backups,
        backupsPresent + other.backupsPresent,
        walFiles + other.walFiles,
        walFilesPresent + other.walFilesPresent,
        bytes + other.bytes);
  }
}
