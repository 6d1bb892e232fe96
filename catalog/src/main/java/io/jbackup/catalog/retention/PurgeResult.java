package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import java.util.Map;

/// What a purge did.
///
/// @param inUse who uses the backups that should have gone and stayed
/// @param backups how many were deleted
/// @param walFiles how many files of the archive were removed
/// @param walBytes what these occupied
public record PurgeResult(
    RetentionPlan plan, Map<BackupId, String> inUse, int backups, int walFiles, long walBytes) {
  public PurgeResult {
    inUse = Map.copyOf(inUse);
  }
}
