package io.jbackup.catalog.retention;

import io.jbackup.catalog.picture.SegmentSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Stretches of one timeline's segments that must stay, each with its reason. They may overlap; the
/// first one that holds a segment gives its reason.
public record KeptStretches(List<Stretch> stretches) {
  static final KeptStretches NONE = new KeptStretches(List.of());

  /// Segments by their numbers, `last` included.
  public record Stretch(long first, long last, String reason) {
    boolean holds(long number) {
      return first <= number && number <= last;
    }
  }

  public KeptStretches {
    stretches = List.copyOf(stretches);
  }

  static KeptStretches all(String reason) {
    return new KeptStretches(List.of(new Stretch(0, Long.MAX_VALUE, reason)));
  }

  public boolean isEmpty() {
    return stretches.isEmpty();
  }

  /// Why a segment stays; empty when it may go.
  public Optional<String> reason(long number) {
    for (Stretch stretch : stretches) {
      if (stretch.holds(number)) {
        return Optional.of(stretch.reason());
      }
    }
    return Optional.empty();
  }

  /// What of a timeline's segments stays and what goes, in ascending order.
  List<WalRange> ranges(int timeline, List<SegmentSet.Run> runs, String otherwise) {
    List<WalRange> ranges = new ArrayList<>();
    for (SegmentSet.Run run : runs) {
      for (long first = run.first(); first <= run.last(); ) {
        long last = sameUpTo(first, run.last());
        Optional<String> reason = reason(first);
        append(
            ranges,
            new WalRange(
                timeline,
                first,
                last,
                last - first + 1,
                reason.isPresent(),
                reason.orElse(otherwise)));
        first = last + 1;
      }
    }
    return ranges;
  }

  /// The last segment up to `limit` before which no stretch begins or ends.
  private long sameUpTo(long first, long limit) {
    TreeSet<Long> begins = new TreeSet<>();
    for (Stretch stretch : stretches) {
      begins.add(stretch.first());
      if (stretch.last() < Long.MAX_VALUE) {
        begins.add(stretch.last() + 1);
      }
    }
    Long next = begins.higher(first);
    return next == null || next > limit ? limit : next - 1;
  }

  private static void append(List<WalRange> ranges, WalRange next) {
    if (!ranges.isEmpty()) {
      WalRange before = ranges.getLast();
      if (before.kept() == next.kept() && before.reason().equals(next.reason())) {
        ranges.set(
            ranges.size() - 1,
            new WalRange(
                next.timeline(),
                before.first(),
                next.last(),
                before.count() + next.count(),
                next.kept(),
                next.reason()));
        return;
      }
    }
    ranges.add(next);
  }
}
