package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import java.util.Set;

/// Which backups somebody wants to be rid of.
public sealed interface Wish {
  /// None; WAL only.
  record Nothing() implements Wish {}

  /// Those that the policy does not want.
  record Expired() implements Wish {}

  /// One, and those that were made against it.
  record OfId(BackupId id) implements Wish {}

  /// All with one of these statuses, and those that were made against them.
  record OfStatus(Set<BackupStatus> statuses) implements Wish {
    public OfStatus {
      statuses = Set.copyOf(statuses);
    }
  }
}
