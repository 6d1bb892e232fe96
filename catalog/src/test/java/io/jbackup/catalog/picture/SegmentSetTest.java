package io.jbackup.catalog.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.wal.SegmentName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SegmentSetTest {
  private final SegmentSet set =
      SegmentSet.of(
          Stream.of(7, 3, 4, 4, 9, 10).map(number -> new SegmentName(2, number)).toList());

  @Test
  void segments_are_told_as_runs_without_holes() {
    assertThat(set.runs(2))
        .containsExactly(
            new SegmentSet.Run(3, 4), new SegmentSet.Run(7, 7), new SegmentSet.Run(9, 10));
    assertThat(set.runs(1)).isEmpty();
  }

  @Test
  void a_segment_that_is_stored_twice_counts_once() {
    assertThat(set.count(2)).isEqualTo(5);
  }

  @Test
  void more_segments_can_be_added() {
    SegmentSet more = set.plus(List.of(new SegmentName(2, 5), new SegmentName(1, 1)));
    assertThat(more.runs(2)).first().isEqualTo(new SegmentSet.Run(3, 5));
    assertThat(more.timelines()).containsExactly(1, 2);
    assertThat(more.last(1)).isEqualTo(1);
  }
}
