package io.jbackup.scheduler.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class HoleTest {
  private static final SegmentSize SIZE = new SegmentSize(16 << 20);
  private final List<SegmentName> segments = new ArrayList<>();

  private HoleTest has(int timeline, int first, int last) {
    for (int number = first; number <= last; number++) {
      segments.add(new SegmentName(timeline, number));
    }
    return this;
  }

  /// After a backup that ended in this segment.
  private Optional<Hole> after(int timeline, int number) {
    return Hole.after(backup(timeline, number), SegmentSet.of(segments), SIZE);
  }

  private static BackupFacts backup(int timeline, int number) {
    Optional<Lsn> stop = Optional.of(SIZE.startOf(number).plus(100));
    return new BackupFacts(
        new BackupId("SVX000"),
        BackupStatus.OK,
        BackupMode.FULL,
        WalMode.STREAM,
        OptionalInt.of(timeline),
        stop,
        stop,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        0);
  }

  @Test
  void whatWasRemovedBeforeItWasCopiedIsAHole() {
    Optional<Hole> hole = has(1, 3, 9).has(1, 14, 20).after(1, 5);

    assertThat(hole).contains(new Hole(1, 10, 13));
    assertThat(hole.orElseThrow().words(SIZE))
        .isEqualTo("00000001000000000000000A to 00000001000000000000000D");
  }

  @Test
  void aBackupAfterItEndsIt() {
    has(1, 3, 9).has(1, 14, 20);
    assertThat(after(1, 13)).isPresent();
    assertThat(after(1, 14)).isEmpty();
  }

  @Test
  void aBackupWhoseNextSegmentIsNotThereHasOneBeforeAllOthers() {
    assertThat(has(1, 14, 20).after(1, 5)).isPresent();
  }

  @Test
  void nothingAfterTheBackupIsNoHole() {
    assertThat(after(1, 5)).isEmpty();
    assertThat(has(1, 2, 4).after(1, 5)).isEmpty();
  }

  @Test
  void aSwitchIsNone() {
    assertThat(has(1, 3, 9).has(2, 9, 20).after(1, 5)).isEmpty();
    assertThat(has(1, 3, 8).has(2, 9, 20).after(1, 5)).isEmpty();
  }

  @Test
  void aTimelineThatWasGivenUpIsNone() {
    assertThat(has(1, 3, 20).has(2, 9, 10).has(3, 15, 25).after(1, 5)).isEmpty();
  }

  @Test
  void aHoleAroundASwitchIsOne() {
    assertThat(has(1, 3, 7).has(2, 9, 20).after(1, 5)).contains(new Hole(2, 8, 8));
  }

  @Test
  void aHoleOnTheYoungerTimelineIsOneWhereTheOlderWentOn() {
    assertThat(has(1, 3, 30).has(2, 9, 12).has(2, 15, 20).after(1, 5))
        .contains(new Hole(2, 13, 14));
  }
}
