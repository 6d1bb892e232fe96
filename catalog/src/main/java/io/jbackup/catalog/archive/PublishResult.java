package io.jbackup.catalog.archive;

import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;
import java.util.Optional;

/// What became of a file that was to be archived.
public sealed interface PublishResult {
  /// It is in the archive now.
  ///
  /// @param rawBytes its length before compression
  record Stored(ArchivedFile file, long rawBytes) implements PublishResult {}

  /// The archive has the same content already.
  ///
  /// @param equalUpTo where this timeline was left, when the contents are equal only up to there:
  ///   the last segment of a timeline legitimately differs after that point between servers
  record AlreadyThere(ArchivedFile existing, Optional<Lsn> equalUpTo) implements PublishResult {}

  /// The archive has another content under this name, and keeps it.
  record Conflict(ArchivedFile existing, Difference difference) implements PublishResult {}

  /// How two contents of one name differ: CRC-32C of the raw bytes, times of last change, and the
  /// offset of the first byte that is not the same.
  record Difference(
      long offset, int storedChecksum, int givenChecksum, Instant storedTime, Instant givenTime) {}
}
