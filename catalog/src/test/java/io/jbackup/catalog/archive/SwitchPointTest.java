package io.jbackup.catalog.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.archive.PublishResult.AlreadyThere;
import io.jbackup.catalog.archive.PublishResult.Conflict;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.testing.SampleWal;
import io.jbackup.catalog.wal.Lsn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The last segment of timeline 4 is number 5 (1 MB each): LSN 0/500000 to 0/600000, left at
/// 0/540000.
class SwitchPointTest {
  private static final String HISTORY = "3\t0/100000\tx\n4\t0/540000\tno recovery target\n";
  private static final int LEFT = 0x40000;

  @TempDir Path directory;
  private final SampleWal wal = SampleWal.small();
  private final String name = wal.name(4, 5);
  private final byte[] stored = wal.segment(4, 5, 1);
  private ArchiveFixture fixture;

  @BeforeEach
  void begin() throws Exception {
    fixture = new ArchiveFixture(directory, wal);
    fixture.publish(Algorithm.ZSTD, name, stored);
  }

  @ParameterizedTest
  @ValueSource(ints = {LEFT, LEFT + 1, 0xFFFFF})
  void contentAfterTheSwitchPointMayDiffer(int offset) throws Exception {
    archive("00000005.history", HISTORY);

    assertThat(publishDivergedAt(offset))
        .isInstanceOfSatisfying(
            AlreadyThere.class,
            there -> assertThat(there.equalUpTo()).contains(Lsn.parse("0/540000")));
    assertThat(fixture.read(name)).isEqualTo(stored);
  }

  @Test
  void theHistoryInTheServersOwnDirectoryCounts() throws Exception {
    fixture.file("00000005.history", HISTORY);

    assertThat(publishDivergedAt(LEFT)).isInstanceOf(AlreadyThere.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {LEFT - 1, 0x2000 + 100})
  void contentBeforeTheSwitchPointMayNot(int offset) throws Exception {
    archive("00000005.history", HISTORY);

    assertThat(publishDivergedAt(offset)).isInstanceOf(Conflict.class);
  }

  @Test
  void withoutTheHistoryItIsAConflict() throws Exception {
    assertThat(publishDivergedAt(LEFT)).isInstanceOf(Conflict.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/500000", "0/600000", "0/4FFFFF", "0/700000"})
  void aSwitchPointInAnotherSegmentDoesNotCount(String switchPoint) throws Exception {
    archive("00000005.history", "4\t" + switchPoint + "\tx\n");

    assertThat(publishDivergedAt(0xFFFFF)).isInstanceOf(Conflict.class);
  }

  @Test
  void aSwitchPointOfAnotherTimelineDoesNotCount() throws Exception {
    archive("00000005.history", "3\t0/540000\tx\n");

    assertThat(publishDivergedAt(LEFT)).isInstanceOf(Conflict.class);
  }

  private void archive(String history, String text) throws Exception {
    fixture.publish(Algorithm.NONE, history, text.getBytes(StandardCharsets.UTF_8));
  }

  private PublishResult publishDivergedAt(int offset) throws Exception {
    return fixture.publish(Algorithm.ZSTD, name, wal.divergedAt(stored, offset, 4, 5, 2));
  }
}
