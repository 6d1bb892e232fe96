package io.jbackup.core.restore;

import io.jbackup.catalog.wal.SegmentName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// The names of the segments that an archive has, small enough for a million of them.
final class ArchivedSegments {
  private final Map<Integer, long[]> numbers;

  private ArchivedSegments(Map<Integer, long[]> numbers) {
    this.numbers = numbers;
  }

  static ArchivedSegments of(List<SegmentName> names) {
    UnaryOperator<long[]> sorted =
        list -> {
          Arrays.sort(list);
          return list;
        };
    Map<Integer, long[]> numbers = new HashMap<>();
    names.stream()
        .collect(Collectors.groupingBy(SegmentName::timeline))
        .forEach((timeline, segments) ->
            numbers.put(
                timeline,
                sorted.apply(segments.stream().mapToLong(SegmentName::number).toArray())));
    return new ArchivedSegments(numbers);
  }

  /// These and some more.
  ArchivedSegments plus(List<SegmentName> more) {
    Map<Integer, long[]> all = new HashMap<>(numbers);
    for (SegmentName name : more) {
      if (!has(name)) {
        all.merge(name.timeline(), new long[] {name.number()}, ArchivedSegments::merge);
      }
    }
    return new ArchivedSegments(all);
  }

  private static long[] merge(long[] some, long[] others) {
    return LongStream.concat(Arrays.stream(some), Arrays.stream(others))
        .sorted()
        .distinct()
        .toArray();
  }

  boolean has(SegmentName name) {
    long[] list = numbers.get(name.timeline());
    return list != null && Arrays.binarySearch(list, name.number()) >= 0;
  }

  /// The highest number of a segment of that timeline, -1 when there is none.
  long last(int timeline) {
    long[] list = numbers.get(timeline);
    return list == null || list.length == 0 ? -1 : list[list.length - 1];
  }

  boolean isEmpty() {
    return numbers.isEmpty();
  }
}
