package io.jbackup.catalog.wal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ancestry of a timeline as its history file tells it: for each ancestor, oldest first, the
/// position at which the next timeline branched off (PostgreSQL's timeline.c).
public record TimelineHistory(int timeline, List<Entry> ancestors) {
  private static final Pattern LINE =
      Pattern.compile("\\s*(\\d+)\\s+([0-9A-Fa-f]+/[0-9A-Fa-f]+)(?:\\s+(.*))?");

  /// One ancestor, and where it was left.
  public record Entry(int timeline, Lsn switchPoint, String reason) {}

  /// One stretch of the path to [#timeline()]: `timeline` is valid in [begin, end); end is empty
  /// for the newest.
  public record Stretch(int timeline, Lsn begin, Optional<Lsn> end) {}

  public TimelineHistory {
    ancestors = List.copyOf(ancestors);
    int before = 0;
    Lsn left = Lsn.ZERO;
    for (Entry entry : ancestors) {
      if (Integer.compareUnsigned(entry.timeline(), before) <= 0
          || entry.switchPoint().isBefore(left)) {
        throw new IllegalArgumentException(
            "history of timeline " + timeline + " is not in ascending order");
      }
      before = entry.timeline();
      left = entry.switchPoint();
    }
    if (Integer.compareUnsigned(timeline, before) <= 0) {
      throw new IllegalArgumentException(
          "history of timeline " + timeline + " names timeline " + before + " as an ancestor");
    }
  }

  /// The history of a timeline that branched off nowhere.
  public static TimelineHistory root(int timeline) {
    return new TimelineHistory(timeline, List.of());
  }

  /// Reads a history file's text. Throws IllegalArgumentException when a line cannot be read, or
  /// when there is no entry at all: such a file is never written by PostgreSQL.
  public static TimelineHistory parse(int timeline, String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "history of timeline " + timeline + " has a malformed line: \"" + line + "\"");
      }
      String reason = matcher.group(3) == null ? "" : matcher.group(3);
      entries.add(
          new Entry(
              Integer.parseUnsignedInt(matcher.group(1)), Lsn.parse(matcher.group(2)), reason));
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("history of timeline " + timeline + " is empty");
    }
    return new TimelineHistory(timeline, entries);
  }

  public static String fileName(int timeline) {
    return String.format("%08X.history", timeline);
  }

  /// The timeline this one branched off, 0 for a root.
  public int parent() {
    return ancestors.isEmpty() ? 0 : ancestors.getLast().timeline();
  }

  /// Where `ancestor` was left on the way to this timeline; empty when it is not an ancestor.
  public Optional<Lsn> switchPoint(int ancestor) {
    return ancestors.stream()
        .filter(entry -> entry.timeline() == ancestor)
        .map(Entry::switchPoint)
        .findFirst();
  }

  /// Whether the path to this timeline passes through `lsn` on `other`: a backup that stopped there
  /// can be recovered along this history.
  public boolean contains(int other, Lsn lsn) {
    return other == timeline
        || switchPoint(other).filter(left -> lsn.compareTo(left) <= 0).isPresent();
  }

  /// The stretches of the path, oldest first, this timeline last.
  public List<Stretch> stretches() {
    List<Stretch> path = new ArrayList<>();
    Lsn begin = Lsn.ZERO;
    for (Entry entry : ancestors) {
      path.add(new Stretch(entry.timeline(), begin, Optional.of(entry.switchPoint())));
      begin = entry.switchPoint();
    }
    path.add(new Stretch(timeline, begin, Optional.empty()));
    return path;
  }

  /// The timeline on which the byte at `lsn` is found when following this history.
  public int timelineAt(Lsn lsn) {
    return stretches().stream()
        .filter(stretch -> stretch.end().map(lsn::isBefore).orElse(true))
        .findFirst()
        .orElseThrow()
        .timeline();
  }
}
