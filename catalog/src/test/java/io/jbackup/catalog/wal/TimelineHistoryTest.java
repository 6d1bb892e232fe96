package io.jbackup.catalog.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineHistoryTest {
  private static final TimelineHistory HISTORY =
      TimelineHistory.parse(
          5, "1\t0/3000000\tno recovery target specified\n\n# comment\n3\t0/5000148\treason\n");

  @Test
  void itKnowsWhereEachAncestorWasLeft() {
    assertThat(HISTORY.parent()).isEqualTo(3);
    assertThat(HISTORY.switchPoint(1)).contains(Lsn.parse("0/3000000"));
    assertThat(HISTORY.switchPoint(2)).isEmpty();
    assertThat(HISTORY.timelineAt(Lsn.parse("0/2FFFFFF"))).isEqualTo(1);
    assertThat(HISTORY.timelineAt(Lsn.parse("0/3000000"))).isEqualTo(3);
    assertThat(HISTORY.timelineAt(Lsn.parse("0/5000148"))).isEqualTo(5);
  }

  @Test
  void aPositionBehindTheSwitchPointIsNotOnThePath() {
    assertThat(HISTORY.contains(3, Lsn.parse("0/5000148"))).isTrue();
    assertThat(HISTORY.contains(3, Lsn.parse("0/5000149"))).isFalse();
    assertThat(HISTORY.contains(2, Lsn.parse("0/1"))).isFalse();
    assertThat(HISTORY.contains(5, Lsn.parse("FF/0"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n# only a comment\n",
        "1",
        "1\tx",
        "x\t0/1",
        "2\t0/2\n1\t0/3",
        "1\t0/3\n2\t0/2",
        "5\t0/1",
        "6\t0/1"
      })
  void whatPostgresWouldNotWriteIsRefused(String text) {
    assertThatThrownBy(() -> TimelineHistory.parse(5, text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void segmentNamesDependOnTheSegmentSize() {
    SegmentSize small = new SegmentSize(1 << 20);
    SegmentSize usual = new SegmentSize(16 << 20);
    Lsn lsn = Lsn.parse("1/FF000000");
    assertThat(SegmentName.containing(1, lsn, usual).fileName(usual))
        .isEqualTo("0000000100000001000000FF");
    assertThat(SegmentName.containing(1, lsn, small).fileName(small))
        .isEqualTo("000000010000000100000FF0");
    assertThat(SegmentName.parse("0000000100000001000000FF", usual).next().fileName(usual))
        .isEqualTo("000000010000000200000000");
    assertThatThrownBy(() -> SegmentName.parse("000000010000000100000FF0", usual))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void positionsAreUnsigned() {
    assertThat(Lsn.parse("FFFFFFFF/0")).isGreaterThan(Lsn.parse("7FFFFFFF/0"));
    assertThat(Lsn.parse("0/0A021B10")).isEqualTo(Lsn.parse("0/A021B10"));
    assertThat(Lsn.parse("A/0000000B")).hasToString("A/B");
  }
}
