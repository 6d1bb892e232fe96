package io.jbackup.catalog.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WalRunTest {
  private static final SegmentSize SIZE = new SegmentSize(16 << 20);
  private static final List<TimelineHistory.Stretch> ONE = TimelineHistory.root(1).stretches();

  /// Timeline 2 leaves timeline 1 inside segment 6.
  private static final List<TimelineHistory.Stretch> TWO =
      new TimelineHistory(2, List.of(new TimelineHistory.Entry(1, Lsn.parse("0/6000100"), "")))
          .stretches();

  private static SegmentSet archive(String... names) {
    return SegmentSet.of(Stream.of(names).map(WalRunTest::segment).toList());
  }

  /// `1:5` is segment 5 of timeline 1.
  private static SegmentName segment(String text) {
    String[] parts = text.split(":", 2);
    return new SegmentName(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }

  private static WalRun run(SegmentSet archive, List<TimelineHistory.Stretch> path) {
    return WalRun.of(archive, path, Lsn.parse("0/5000028"), SIZE);
  }

  @Test
  void theRunEndsWithTheLastSegment() {
    WalRun run = run(archive("1:4", "1:5", "1:6"), ONE);
    assertThat(run.end()).isEqualTo(Lsn.parse("0/7000000"));
    assertThat(run.hole()).isEmpty();
    assertThat(run.isEmpty()).isFalse();
  }

  @Test
  void aMissingSegmentBeforeLaterOnesIsAHole() {
    WalRun run = run(archive("1:5", "1:7", "1:8"), ONE);
    assertThat(run.end()).isEqualTo(Lsn.parse("0/6000000"));
    assertThat(run.hole()).contains(segment("1:6"));
  }

  @Test
  void withoutTheFirstSegmentTheRunIsEmpty() {
    WalRun run = run(archive("1:4"), ONE);
    assertThat(run.isEmpty()).isTrue();
    assertThat(run.hole()).isEmpty();
    assertThat(run(archive("1:6"), ONE).hole()).contains(segment("1:5"));
  }

  @Test
  void segmentsOfOtherTimelinesDoNotCount() {
    WalRun run = run(archive("1:5", "2:6", "3:6"), ONE);
    assertThat(run.end()).isEqualTo(Lsn.parse("0/6000000"));
    assertThat(run.hole()).isEmpty();
  }

  @Test
  void thePathGoesOnInTheFirstSegmentOfTheChild() {
    WalRun run = run(archive("1:5", "1:6", "1:7", "2:6", "2:7"), TWO);
    assertThat(run.end()).isEqualTo(Lsn.parse("0/8000000"));
    assertThat(run(archive("1:5", "2:6", "2:7"), TWO).end()).isEqualTo(Lsn.parse("0/8000000"));
  }

  @Test
  void withoutTheChildTheParentIsGoodUpToTheSwitchPoint() {
    WalRun run = run(archive("1:5", "1:6", "1:7"), TWO);
    assertThat(run.end()).isEqualTo(Lsn.parse("0/6000100"));
    assertThat(run.hole()).isEmpty();
    assertThat(run(archive("1:5", "1:6", "2:7"), TWO).hole()).contains(segment("2:6"));
  }

  @Test
  void segmentsThatTheBackupCarriesAreAdded() {
    SegmentSet archive = archive("1:6").plus(List.of(segment("1:5"), segment("1:6")));
    assertThat(run(archive, ONE).end()).isEqualTo(Lsn.parse("0/7000000"));
    assertThat(archive.last(1)).isEqualTo(6);
    assertThat(archive().isEmpty()).isTrue();
  }

  @Test
  void smallSegmentsAreCountedByTheirSize() {
    SegmentSize small = new SegmentSize(1 << 20);
    WalRun run = WalRun.of(archive("1:80", "1:81"), ONE, Lsn.parse("0/5000028"), small);
    assertThat(run.end()).isEqualTo(Lsn.parse("0/5200000"));
  }
}
