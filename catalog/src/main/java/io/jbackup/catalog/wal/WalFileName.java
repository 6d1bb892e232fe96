package io.jbackup.catalog.wal;

import java.util.Optional;

/// A name that PostgreSQL gives to archive_command or asks of restore_command (the macros of
/// xlog_internal.h).
public sealed interface WalFileName {
  /// A whole segment: 24 digits.
  record Segment(SegmentName segment) implements WalFileName {}

  /// The unfinished last segment of a timeline that was left: `.partial`.
  record Partial(SegmentName segment) implements WalFileName {}

  /// A note of a backup that ended: start segment, offset of the start in it, `.backup`.
  record BackupHistory(SegmentName segment, long offset) implements WalFileName {}

  /// The ancestry of a timeline: eight digits, `.history`.
  record History(int timeline) implements WalFileName {}

  /// Empty when the name is none of these, or a segment number that this size does not have.
  static Optional<WalFileName> parse(String name, SegmentSize size) {
    if (name.length() == 16 && name.endsWith(".history")) {
      long timeline = Hex.parse(name, 0, 8, false);
      return timeline < 1 ? Optional.empty() : Optional.of(new History((int) timeline));
    }
    if (name.length() < SegmentName.LENGTH) {
      return Optional.empty();
    }
    String base = name.substring(0, SegmentName.LENGTH);
    Optional<SegmentName> segment = SegmentName.tryParse(base, size);
    return segment.isEmpty()
        ? Optional.empty()
        : withSuffix(segment.get(), name.substring(SegmentName.LENGTH));
  }

  private static Optional<WalFileName> withSuffix(SegmentName segment, String suffix) {
    if (suffix.isEmpty()) {
      return Optional.of(new Segment(segment));
    }
    if (suffix.equals(".partial")) {
      return Optional.of(new Partial(segment));
    }
    if (suffix.length() == 16 && suffix.charAt(0) == '.' && suffix.endsWith(".backup")) {
      long offset = Hex.parse(suffix, 1, 9, false);
      return offset < 0 ? Optional.empty() : Optional.of(new BackupHistory(segment, offset));
    }
    return Optional.empty();
  }
}
