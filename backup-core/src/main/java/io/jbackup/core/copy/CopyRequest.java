package io.jbackup.core.copy;

import io.jbackup.catalog.backup.BackupId;
import java.util.List;

/// What is copied of an instance.
///
/// @param backups these, or all that can be restored where the list is empty
/// @param withBackups whether backups are copied at all
/// @param wal whether the WAL archive is copied
/// @param validate whether each copied backup is read back and verified
/// @param threads how many files of WAL are copied, and how many frames are verified, at a time
public record CopyRequest(
    List<BackupId> backups, boolean withBackups, boolean wal, boolean validate, int threads) {
  public CopyRequest {
    backups = List.copyOf(backups);
  }

  /// Everything.
  public static CopyRequest everything(boolean validate, int threads) {
    return new CopyRequest(List.of(), true, true, validate, threads);
  }
}
