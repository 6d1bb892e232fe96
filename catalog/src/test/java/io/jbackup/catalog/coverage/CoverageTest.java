package io.jbackup.catalog.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.picture.ArchivePicture;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final SegmentSize SIZE = new SegmentSize(16 << 20);

  private final List<SegmentName> segments = new ArrayList<>();
  private final List<BackupFacts> backups = new ArrayList<>();
  private final Map<Integer, TimelineHistory> histories = new HashMap<>();
  private final Map<Integer, String> malformed = new HashMap<>();

  private Coverage coverage() {
    ArchivePicture archive =
        new ArchivePicture(SegmentSet.of(segments), Map.of(), histories, malformed, List.of());
    return Coverage.of(new InstancePicture("node", SIZE, Instant.EPOCH, backups, archive));
  }

  private Branch branch(int timeline) {
    return coverage().branch(timeline).orElseThrow();
  }

  private void archive(int timeline, long first, long last) {
    LongStream.rangeClosed(first, last).forEach(n -> segments.add(new SegmentName(timeline, n)));
  }

  private void branchOff(int timeline, int parent, String lsn) {
    histories.put(
        timeline,
        new TimelineHistory(
            timeline, List.of(new TimelineHistory.Entry(parent, Lsn.parse(lsn), ""))));
  }

  /// A backup of a timeline from the beginning of a segment to a bit after it.
  private BackupId backup(int timeline, long segment, WalMode mode, BackupStatus status) {
    BackupId id = BackupId.of(Instant.ofEpochSecond(1_800_000_000 + segment));
    backups.addFirst(
        new BackupFacts(
            id,
            status,
            BackupMode.FULL,
            mode,
            OptionalInt.of(timeline),
            Optional.of(SIZE.startOf(segment).plus(0x28)),
            Optional.of(SIZE.startOf(segment).plus(0x100)),
            id.start(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            0,
            0));
    return id;
  }

  private static Lsn lsn(String text) {
    return Lsn.parse(text);
  }

  @Test
  void nothingStoredIsNothingCovered() {
    assertThat(coverage()).isEqualTo(new Coverage(List.of(), List.of()));
  }

  @Test
  void aBackupThatCarriesItsWalIsRestorableToItsEndWithoutAnArchive() {
    BackupId id = backup(1, 2, WalMode.STREAM, BackupStatus.OK);

    assertThat(branch(1).stretches())
        .containsExactly(new Stretch(lsn("0/2000100"), lsn("0/2000100"), List.of(id), id, 1));
    assertThat(branch(1).holes()).isEmpty();
  }

  @Test
  void anArchiveBackupWithoutItsWalIsOfNoUse() {
    backup(1, 2, WalMode.ARCHIVE, BackupStatus.OK);

    assertThat(branch(1).stretches()).isEmpty();
    assertThat(branch(1).holes())
        .containsExactly(
            new Hole(
                lsn("0/2000100"),
                lsn("0/2000100"),
                List.of(new Reason.MissingSegments(new SegmentName(1, 2), new SegmentName(1, 2)))));
    assertThat(coverage().reaches(1, lsn("0/2000100"))).isFalse();
  }

  @Test
  void aMissingSegmentIsAHoleUpToTheNextBackup() {
    BackupId first = backup(1, 2, WalMode.ARCHIVE, BackupStatus.OK);
    BackupId second = backup(1, 9, WalMode.STREAM, BackupStatus.DONE);
    archive(1, 2, 4);
    archive(1, 7, 10);

    assertThat(branch(1).stretches())
        .containsExactly(
            new Stretch(lsn("0/2000100"), lsn("0/5000000"), List.of(first), first, 1),
            new Stretch(lsn("0/9000100"), lsn("0/B000000"), List.of(second), second, 1));
    assertThat(branch(1).holes())
        .containsExactly(
            new Hole(
                lsn("0/5000000"),
                lsn("0/9000100"),
                List.of(new Reason.MissingSegments(new SegmentName(1, 5), new SegmentName(1, 6)))));
  }

  @Test
  void aCorruptBackupIsAReasonOfTheHoleThatItLiesIn() {
    backup(1, 2, WalMode.STREAM, BackupStatus.OK);
    BackupId corrupt = backup(1, 7, WalMode.STREAM, BackupStatus.CORRUPT);
    archive(1, 2, 4);
    archive(1, 6, 8);

    assertThat(branch(1).holes())
        .flatExtracting(Hole::reasons)
        .containsExactly(
            new Reason.MissingSegments(new SegmentName(1, 5), new SegmentName(1, 5)),
            new Reason.UnusableBackup(corrupt, BackupStatus.CORRUPT));
  }

  @Test
  void aChildTimelineIsReachedFromItsParentsBackup() {
    BackupId id = backup(1, 2, WalMode.ARCHIVE, BackupStatus.OK);
    archive(1, 2, 8);
    branchOff(2, 1, "0/6000080");
    archive(2, 6, 7);

    assertThat(branch(1).stretches().getLast().end()).isEqualTo(lsn("0/9000000"));
    assertThat(branch(2))
        .isEqualTo(
            new Branch(
                2,
                1,
                Optional.of(lsn("0/6000080")),
                List.of(new Stretch(lsn("0/6000080"), lsn("0/8000000"), List.of(), id, 2)),
                List.of()));
  }

  /// The old primary died before it archived its last segment; its successor's first segment begins
  /// with a copy.
  @Test
  void theEndOfATimelineIsReachedThroughItsChildsFirstSegment() {
    BackupId id = backup(1, 2, WalMode.ARCHIVE, BackupStatus.OK);
    archive(1, 2, 5);
    branchOff(2, 1, "0/6000080");
    archive(2, 6, 6);

    assertThat(branch(1).stretches())
        .containsExactly(new Stretch(lsn("0/2000100"), lsn("0/6000080"), List.of(id), id, 2));
  }

  @Test
  void withoutItsHistoryATimelineIsReachedFromItsOwnBackupsOnly() {
    backup(1, 2, WalMode.STREAM, BackupStatus.OK);
    archive(1, 2, 6);
    archive(2, 6, 9);
    backup(2, 8, WalMode.STREAM, BackupStatus.OK);

    assertThat(branch(2).stretches()).extracting(Stretch::begin).containsExactly(lsn("0/8000100"));
    assertThat(branch(2).holes())
        .flatExtracting(Hole::reasons)
        .containsExactly(new Reason.MissingHistory(2), new Reason.NoBackupBefore());
  }

  @Test
  void aTimelineWhoseHistoryCannotBeReadIsNotReached() {
    backup(2, 8, WalMode.STREAM, BackupStatus.OK);
    archive(2, 6, 9);
    malformed.put(2, "it is empty");

    assertThat(branch(2).stretches()).isEmpty();
    assertThat(branch(2).holes())
        .flatExtracting(Hole::reasons)
        .containsExactly(new Reason.MalformedHistory(2, "it is empty"));
  }

  @Test
  void aBackupOfUnknownPlaceIsNamedApart() {
    BackupId id = BackupId.of(Instant.ofEpochSecond(1_800_000_000));
    backups.add(
        new BackupFacts(
            id,
            BackupStatus.UNKNOWN,
            BackupMode.FULL,
            WalMode.ARCHIVE,
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            id.start(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            0,
            0));

    assertThat(coverage()).isEqualTo(new Coverage(List.of(), List.of(id)));
  }
}
