package io.jbackup.archivepush;

import org.jspecify.annotations.Nullable;

/// What became of a batch.
///
/// @param pushed files that are in the archive now
/// @param skipped files that were there already
/// @param failed 1 when a file failed, which ends the batch
/// @param failure why, null when none did
record BatchOutcome(int pushed, int skipped, int failed, @Nullable Throwable failure) {
  /// Whether the first file, the one that the server asked for, is safe.
  boolean firstIsSafe() {
    return pushed + skipped > 0;
  }
}
