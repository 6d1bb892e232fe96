package io.jbackup.catalog.picture;

import io.jbackup.catalog.wal.SegmentName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// The names of WAL segments, small enough for a million of them.
public final class SegmentSet {
  private final Map<Integer, long[]> numbers;

  private SegmentSet(Map<Integer, long[]> numbers) {
    this.numbers = numbers;
  }

  public static SegmentSet of(List<SegmentName> names) {
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
                sorted.apply(
                    segments.stream().mapToLong(SegmentName::number).distinct().toArray())));
    return new SegmentSet(numbers);
  }

  /// These and some more.
  public SegmentSet plus(List<SegmentName> more) {
    Map<Integer, long[]> all = new HashMap<>(numbers);
    for (SegmentName name : more) {
      if (!has(name)) {
        all.merge(name.timeline(), new long[] {name.number()}, SegmentSet::merge);
      }
    }
    return new SegmentSet(all);
  }

  /// These less some.
  public SegmentSet without(Collection<SegmentName> less) {
    Map<Integer, long[]> all = new HashMap<>(numbers);
    for (SegmentName name : less) {
      all.computeIfPresent(
          name.timeline(),
          (_, list) -> Arrays.stream(list).filter(n -> n != name.number()).toArray());
    }
    return new SegmentSet(all);
  }

  private static long[] merge(long[] some, long[] others) {
    return LongStream.concat(Arrays.stream(some), Arrays.stream(others))
        .sorted()
        .distinct()
        .toArray();
  }

  public boolean has(SegmentName name) {
    long[] list = numbers.get(name.timeline());
    return list != null && Arrays.binarySearch(list, name.number()) >= 0;
  }

  /// The highest number of a segment of that timeline, -1 when there is none.
  public long last(int timeline) {
    long[] list = numbers.get(timeline);
    return list == null || list.length == 0 ? -1 : list[list.length - 1];
  }

  /// The timelines that have segments, in ascending order.
  public List<Integer> timelines() {
    return numbers.keySet().stream().sorted(Integer::compareUnsigned).toList();
  }

  public int count(int timeline) {
    return numbers.getOrDefault(timeline, new long[0]).length;
  }

  /// The segments of a timeline as stretches without a hole, in ascending order.
  public List<Run> runs(int timeline) {
    List<Run> runs = new ArrayList<>();
    long[] list = numbers.getOrDefault(timeline, new long[0]);
    int first = 0;
    for (int i = 1; i <= list.length; i++) {
      if (i == list.length || list[i] != list[i - 1] + 1) {
        runs.add(new Run(list[first], list[i - 1]));
        first = i;
      }
    }
    return runs;
  }

  /// Segments one after the other, by their numbers.
  public record Run(long first, long last) {
    public long count() {
      return last - first + 1;
    }
  }

  public boolean isEmpty() {
    return numbers.isEmpty();
  }
}
