package io.jbackup.catalog.archive;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.wal.SegmentCheck;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.WalFileName;
import java.time.Instant;
import java.util.Optional;

/// A file of the WAL archive: the name PostgreSQL gave it, how it is stored and how large, in
/// bytes, it is there.
public record ArchivedFile(String name, Algorithm algorithm, long storedBytes, Instant modified) {
  /// The name it is stored under.
  public String storedName() {
    return name + algorithm.suffix();
  }

  /// What has to hold while it is read to its end: identity, length and page headers of a segment,
  /// also of an unfinished one. Empty for other files.
  ///
  /// @param path what to call it in a message
  public Optional<SegmentCheck> check(String path, WalIdentity identity) {
    return switch (WalFileName.parse(name, identity.segmentSize()).orElse(null)) {
      case WalFileName.Segment(var segment) -> Optional.of(check(path, segment, identity));
      case WalFileName.Partial(var segment) -> Optional.of(check(path, segment, identity));
      case WalFileName.BackupHistory _, WalFileName.History _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  private static SegmentCheck check(String path, SegmentName segment, WalIdentity identity) {
    return new SegmentCheck(path, segment, identity.segmentSize(), identity.systemId());
  }
}
