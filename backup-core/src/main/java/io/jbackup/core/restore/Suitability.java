package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.text.TimeText;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.restore.Verdict.Suitable;
import io.jbackup.core.restore.Verdict.Unsuitable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/// Judges whether a backup can be recovered to a target, by what is recorded about it: its status,
/// where it becomes consistent, and the ancestry of timelines. Does not look at WAL.
final class Suitability {
  private final RecoveryTarget target;
  private final boolean inclusive;
  private final TimelineChoice choice;
  private final Timelines timelines;
  private final ZoneId zone;
  private final Duration rounding;

  /// @param rounding how much a recorded recovery time may have been rounded up: a time target that
  ///   is so much earlier may be reached, which the WAL tells
  Suitability(
      RecoveryTarget target,
      boolean inclusive,
      TimelineChoice choice,
      Timelines timelines,
      ZoneId zone,
      Duration rounding) {
    this.target = target;
    this.inclusive = inclusive;
    this.choice = choice;
    this.timelines = timelines;
    this.zone = zone;
    this.rounding = rounding;
  }

  /// With `force` the status does not count.
  Verdict judge(Candidate candidate, boolean force) {
    if (!force && !candidate.control().status().isRestorable()) {
      return new Unsuitable(candidate, "has status " + candidate.control().status());
    }
    if (!candidate.isComplete()) {
      return new Unsuitable(candidate, "does not tell where it begins and ends in the WAL");
    }
    String mode = candidate.control().text(ControlField.BACKUP_MODE).orElse("FULL");
    if (!mode.equals(BackupMode.FULL.name())) {
      return new Unsuitable(candidate, "has the mode " + mode + ", which is not supported");
    }
    return onTimeline(candidate);
  }

  private Verdict onTimeline(Candidate candidate) {
    return switch (choice) {
      case TimelineChoice.Unset _, TimelineChoice.Current _ ->
          atTarget(candidate, new Route(own(candidate), "current"));
      case TimelineChoice.Latest _ -> {
        int newest = timelines.newestFrom(candidate.timeline());
        yield onTimeline(candidate, newest, "latest");
      }
      case TimelineChoice.Numbered(int number) ->
          onTimeline(candidate, number, Integer.toUnsignedString(number));
    };
  }

  private TimelineHistory own(Candidate candidate) {
    int timeline = candidate.timeline();
    return timelines.history(timeline).orElse(TimelineHistory.root(timeline));
  }

  private Verdict onTimeline(Candidate candidate, int timeline, String setting) {
    if (timeline == candidate.timeline()) {
      return atTarget(candidate, new Route(own(candidate), setting));
    }
    Optional<TimelineHistory> history = timelines.history(timeline);
    String number = Integer.toUnsignedString(timeline);
    if (history.isEmpty()) {
      return new Unsuitable(
          candidate,
          "is of timeline "
              + candidate.timeline()
              + ", and the archive has no history file of timeline "
              + number);
    }
    if (!history.get().contains(candidate.timeline(), candidate.stop())) {
      String left =
          history
              .get()
              .switchPoint(candidate.timeline())
              .map(lsn ->
                  "left timeline "
                      + candidate.timeline()
                      + " at "
                      + lsn
                      + ", before the backup's end at "
                      + candidate.stop())
              .orElse("does not descend from timeline " + candidate.timeline() + " of the backup");
      return new Unsuitable(
          candidate, "cannot be followed to timeline " + number + ", which " + left);
    }
    return atTarget(candidate, new Route(history.get(), setting));
  }

  private Verdict atTarget(Candidate candidate, Route route) {
    return tooEarly(candidate)
        .<Verdict>map(why -> new Unsuitable(candidate, why))
        .orElse(new Suitable(candidate, route));
  }

  /// Why the target lies before the point at which the backup is consistent, empty when it does
  /// not.
  private Optional<String> tooEarly(Candidate candidate) {
    return switch (target) {
      case RecoveryTarget.None _,
          RecoveryTarget.Latest _,
          RecoveryTarget.Immediate _,
          RecoveryTarget.Name _ ->
          Optional.empty();
      case RecoveryTarget.Position(Lsn lsn) ->
          lsn.isBefore(candidate.stop())
              ? Optional.of("is consistent only at LSN " + candidate.stop())
              : Optional.empty();
      case RecoveryTarget.Xid(long xid) -> tooEarly(candidate.recoveryXid(), xid);
      case RecoveryTarget.Time time -> tooEarly(candidate, time.time().toInstant());
    };
  }

  /// Transaction IDs are compared on a circle, as PostgreSQL does; 0 stands for none.
  private static Optional<String> tooEarly(OptionalLong consistent, long xid) {
    return consistent.orElse(0) != 0 && (int) (xid - consistent.getAsLong()) < 0
        ? Optional.of("is consistent only at xid " + consistent.getAsLong())
        : Optional.empty();
  }

  private Optional<String> tooEarly(Candidate candidate, Instant time) {
    Optional<Instant> consistent = candidate.recoveryTime();
    if (consistent.isEmpty()) {
      return Optional.of("does not tell its recovery time");
    }
    Instant earliest = consistent.get().minus(rounding);
    boolean reached = inclusive ? !time.isBefore(earliest) : time.isAfter(earliest);
    return reached
        ? Optional.empty()
        : Optional.of("is consistent only at time " + TimeText.format(consistent.get(), zone));
  }
}
