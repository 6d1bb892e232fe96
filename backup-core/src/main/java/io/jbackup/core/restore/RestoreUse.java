package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;

/// Work on a restored backup that is done while the backup is still locked. What it throws, the
/// restore throws.
public interface RestoreUse {
  /// The backup is chosen and locked; nothing was written yet.
  void chosen(StoredBackup backup);

  /// Everything is written.
  void restored(RestoreResult result);
}
