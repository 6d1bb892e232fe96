package io.jbackup.core.window;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// To which times and positions an instance can be recovered now.
///
/// @param now when it was looked at
/// @param branches every timeline of which something is stored, in ascending order
/// @param backups of any status, oldest first
public record RecoveryWindow(
    String instance,
    SegmentSize segmentSize,
    Instant now,
    List<TimelineWindow> branches,
    List<Mark> backups) {
  public RecoveryWindow {
    branches = List.copyOf(branches);
    backups = List.copyOf(backups);
  }

  /// One timeline.
  ///
  /// @param parent 0 for a timeline that branched off nowhere, or nobody knows where
  /// @param switchPoint where it left its parent
  /// @param stretches in ascending order
  /// @param holes in ascending order
  public record TimelineWindow(
      int timeline,
      int parent,
      Optional<Lsn> switchPoint,
      List<Reachable> stretches,
      List<Unreachable> holes) {
    public TimelineWindow {
      stretches = List.copyOf(stretches);
      holes = List.copyOf(holes);
    }
  }

  /// A stretch that recovery can end in.
  ///
  /// @param from the recovery time of the backup that it begins with, which control files round up
  ///   to the second, but not later than `to`; for a timeline that left its parent, of the last
  ///   transaction before that
  /// @param to the latest time that can be a recovery target: just before the last transaction
  ///   ended that is recovered; without any transaction the recovery time of the last backup
  /// @param lastXid the last transaction that is recovered
  /// @param lastLsn where the last record begins
  /// @param backups those that end in it, in order
  public record Reachable(
      Lsn begin,
      Lsn end,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Integer> lastXid,
      Lsn lastLsn,
      List<BackupId> backups) {
    public Reachable {
      backups = List.copyOf(backups);
    }
  }

  /// A stretch that recovery cannot end in. The times are those of the stretches beside it, else of
  /// transactions or backups that lie in it; empty when neither tells.
  public record Unreachable(
      Lsn begin, Lsn end, Optional<Instant> from, Optional<Instant> to, List<Reason> reasons) {
    public Unreachable {
      reasons = List.copyOf(reasons);
    }
  }

  /// A backup at its recovery time; without one, when it began.
  ///
  /// @param timeline 0 when it is not known
  public record Mark(
      BackupId id, BackupStatus status, int timeline, Instant time, boolean isRestorable) {}

  /// A moment that can be recovered.
  public record Moment(int timeline, Instant time, Lsn lsn) {}

  /// The newest one.
  public Optional<Moment> newest() {
    return branches.stream()
        .flatMap(branch ->
            branch.stretches().stream()
                .flatMap(
                    s -> s.to().map(to -> new Moment(branch.timeline(), to, s.lastLsn())).stream()))
        .max(
            Comparator.comparing(Moment::time)
                .thenComparing(Moment::timeline, Integer::compareUnsigned));
  }

  /// The oldest one.
  public Optional<Moment> oldest() {
    return branches.stream()
        .flatMap(branch ->
            branch.stretches().stream()
                .flatMap(s ->
                    s.from().map(from -> new Moment(branch.timeline(), from, s.begin())).stream()))
        .min(Comparator.comparing(Moment::time));
  }

  /// How long ago the newest recoverable moment was; never negative.
  public Optional<Duration> age() {
    return newest()
        .map(moment -> Duration.between(moment.time(), now))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }
}
