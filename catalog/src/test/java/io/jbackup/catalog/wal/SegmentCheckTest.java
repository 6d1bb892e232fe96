package io.jbackup.catalog.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.wal.SegmentCheck.Result;
import io.jbackup.catalog.wal.SegmentCheck.Tail;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentCheckTest {
  private static final SegmentName NAME = new SegmentName(3, 0x1234);

  private final byte[] segment = TestWal.segment(NAME);

  private static Result check(byte[] bytes) {
    return SegmentCheck.check(
        bytes, bytes.length, "pg_wal/x", NAME, TestWal.SIZE, TestWal.SYSTEM_ID);
  }

  @Test
  void aWholeSegmentHasNoTail() {
    assertThat(check(segment)).isEqualTo(new Result(segment.length, Tail.NONE, 0xD116));
  }

  @Test
  void theCutOfTheBytesDoesNotMatter() {
    Arrays.fill(segment, 64 * TestWal.PAGE, segment.length, (byte) 0);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SegmentCheck check = new SegmentCheck("pg_wal/x", NAME, TestWal.SIZE, TestWal.SYSTEM_ID);
    for (int at = 0; at < segment.length; ) {
      int step = Math.min(1 + random.nextInt(20_000), segment.length - at);
      check.feed(segment, at, step);
      at += step;
    }
    assertThat(check.finish())
        .as("seed %d", seed)
        .isEqualTo(new Result(64 * TestWal.PAGE, Tail.ZERO, 0xD116));
  }

  @Test
  void dataAfterTheZerosIsDamage() {
    Arrays.fill(segment, 64 * TestWal.PAGE, segment.length, (byte) 0);
    segment[segment.length - 1] = 1;
    assertThatThrownBy(() -> check(segment))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("offset 1048575");
  }

  @Test
  void pagesOfAnEarlierSegmentAreARecycledTail() {
    SegmentName earlier = new SegmentName(2, NAME.number() - 5);
    for (int at = 100 * TestWal.PAGE; at < segment.length; at += TestWal.PAGE) {
      TestWal.page(segment, at, 2, earlier.start(TestWal.SIZE).value() + at);
    }
    assertThat(check(segment)).isEqualTo(new Result(100 * TestWal.PAGE, Tail.RECYCLED, 0xD116));
  }

  @Test
  void aPageThatContinuesAfterARecycledOneIsDamage() {
    SegmentName earlier = new SegmentName(2, NAME.number() - 5);
    int at = 100 * TestWal.PAGE;
    TestWal.page(segment, at, 2, earlier.start(TestWal.SIZE).value() + at);
    assertThatThrownBy(() -> check(segment)).isInstanceOf(CorruptException.class);
  }

  @Test
  void everyFlippedBitOfAPageHeaderIsNoticedWhereItMatters() {
    int at = 17 * TestWal.PAGE;
    for (int offset : new int[] {0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}) {
      byte[] flipped = segment.clone();
      flipped[at + offset] ^= 0x40;
      assertThatThrownBy(() -> check(flipped))
          .as("offset %d", offset)
          .isInstanceOf(CorruptException.class);
    }
  }

  @Test
  void timelinesNeverGoBackInASegment() {
    for (int at = 10 * TestWal.PAGE; at < segment.length; at += TestWal.PAGE) {
      TestWal.page(segment, at, 2, NAME.start(TestWal.SIZE).value() + at);
    }
    assertThatThrownBy(() -> check(segment)).isInstanceOf(CorruptException.class);
  }

  @Test
  void theFirstSegmentOfATimelineBeginsWithItsParentsPages() {
    TestWal.page(segment, 0, 2, NAME.start(TestWal.SIZE).value());
    assertThat(check(segment).tail()).isEqualTo(Tail.NONE);
  }

  @Test
  void shortAndLongFilesAreNamedWithTheirLength() {
    assertThatThrownBy(() -> check(Arrays.copyOf(segment, segment.length - 1)))
        .isInstanceOf(CorruptException.class)
        .hasMessage("WAL file pg_wal/x has 1048575 bytes, a segment here has 1048576");
    assertThatThrownBy(() -> check(Arrays.copyOf(segment, segment.length + 1)))
        .isInstanceOf(CorruptException.class);
    assertThatThrownBy(() -> check(new byte[0])).isInstanceOf(CorruptException.class);
  }

  @Test
  void anotherClustersSegmentIsAnIdentityErrorThatNamesBoth() {
    assertThatThrownBy(
            () -> SegmentCheck.check(segment, segment.length, "x", NAME, TestWal.SIZE, 42))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining(Long.toUnsignedString(TestWal.SYSTEM_ID))
        .hasMessageContaining("42");
  }

  @Test
  void anotherSegmentSizeIsAnIdentityError() {
    assertThatThrownBy(() ->
            SegmentHeader.parse(segment, 0)
                .check("x", NAME, new SegmentSize(1 << 24), TestWal.SYSTEM_ID))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("1048576 bytes, this instance's is 16777216");
  }

  @Test
  void aRenamedSegmentIsDamage() {
    SegmentName other = new SegmentName(3, 0x1235);
    assertThatThrownBy(() ->
            SegmentCheck.check(
                segment, segment.length, "x", other, TestWal.SIZE, TestWal.SYSTEM_ID))
        .isInstanceOf(CorruptException.class)
        .hasMessage("WAL file x has the page address 1/23400000, its name means 1/23500000");
    SegmentName older = new SegmentName(2, 0x1234);
    assertThatThrownBy(() ->
            SegmentCheck.check(
                segment, segment.length, "x", older, TestWal.SIZE, TestWal.SYSTEM_ID))
        .isInstanceOf(CorruptException.class)
        .hasMessage("WAL file x has the timeline 3, its name means 2");
  }

  @Test
  void whatIsNotWalIsSaidToBeSo() {
    assertThatThrownBy(() -> check(new byte[segment.length]))
        .isInstanceOf(CorruptException.class)
        .hasMessage("WAL file pg_wal/x has the unknown magic 0");
    byte[] flipped = segment.clone();
    flipped[2] = 0;
    assertThatThrownBy(() -> check(flipped))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("does not begin with the header of a segment");
  }
}
