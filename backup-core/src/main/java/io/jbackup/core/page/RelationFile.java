package io.jbackup.core.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file that holds pages of a relation's fork: `base/5/16384`, `global/1262_fsm`,
/// `pg_tblspc/16400/PG_18_202506291/5/16401_vm.2` (PostgreSQL documentation, "Database File
/// Layout").
///
/// @param segment which piece of the fork, from 0 on: the number behind the point
/// @param initFork whether it is what an unlogged relation is reset to
public record RelationFile(int segment, boolean initFork) {
  private static final Pattern PATH =
      Pattern.compile(
          "(?:base/\\d+|global|pg_tblspc/\\d+/PG_[^/]+/\\d+)"
              + "/\\d+(?:_(fsm|vm|init))?(?:\\.(\\d{1,6}))?");
  private static final long SEGMENT_BYTES = 1L << 30;

  /// Empty for a file that does not hold pages, such as `global/pg_control`, `base/5/PG_VERSION`,
  /// and for temporary relations, which no backup has.
  ///
  /// @param path from the data directory on
  public static Optional<RelationFile> of(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String number = matcher.group(2);
    return Optional.of(
        new RelationFile(
            number == null ? 0 : Integer.parseInt(number), "init".equals(matcher.group(1))));
  }

  /// The number, in its fork, of this file's first block; blocks are numbered across the files.
  ///
  /// @param segmentBlocks how many blocks a full file has, see [#usualSegmentBlocks(int)]
  public int firstBlock(int segmentBlocks) {
    return segment * segmentBlocks;
  }

  /// Blocks of a full file unless PostgreSQL was built with another --with-segsize than 1 GB.
  public static int usualSegmentBlocks(int pageSize) {
    return (int) (SEGMENT_BYTES / pageSize);
  }
}
