package io.jbackup.core.restore;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.catalog.text.TimeText;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.restore.Verdict.Suitable;
import io.jbackup.core.walread.WalTail;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says why a backup was chosen, or refused.
final class ChoiceWords {
  private final RecoveryTarget target;

  ChoiceWords(RecoveryTarget target) {
    this.target = target;
  }

  /// One sentence.
  ///
  /// @param all newest first
  String why(Suitable chosen, List<Candidate> all) {
    long newer =
        all.stream().takeWhile(other -> !other.id().equals(chosen.candidate().id())).count();
    String skipped = newer == 0 ? "" : " (" + newer + " newer cannot)";
    String timeline =
        chosen.route().timeline() == chosen.candidate().timeline()
            ? " on timeline " + chosen.candidate().timeline()
            : ", from timeline "
                + chosen.candidate().timeline()
                + " to timeline "
                + chosen.route().timeline();
    return "Backup "
        + chosen.candidate().id()
        + " is chosen: the newest one that "
        + (target instanceof RecoveryTarget.None ? "is complete" : "reaches " + target.words())
        + timeline
        + skipped;
  }

  /// The failure that a finding means; null when it means none.
  @Nullable BackupException refusal(
      Reach reach, Candidate candidate, Route route, Timelines timelines, ZoneId zone) {
    String subject = "Backup " + candidate.id() + " cannot reach " + target.words() + ": ";
    return switch (reach) {
      case Reach.Reachable _ -> null;
      case Reach.BeforeBackup(String why) ->
          new TargetException(
              subject + why, "Take an older backup; without -i the right one is chosen.");
      case Reach.Beyond(String why, WalTail.Range range) ->
          new TargetException(
              subject + why + ". " + words(range, candidate, zone),
              hint(candidate, route, timelines));
    };
  }

  private static String words(WalTail.Range range, Candidate candidate, ZoneId zone) {
    String time =
        range
            .time()
            .or(candidate::recoveryTime)
            .map(t -> TimeText.format(t, zone))
            .orElse("unknown");
    String xid =
        range.xid().map(Integer::toUnsignedString).orElse("" + candidate.recoveryXid().orElse(0));
    return "Recovery can be done up to time " + time + ", xid " + xid + " and LSN " + range.lsn();
  }

  /// A timeline that goes on from this one may reach further.
  private static String hint(Candidate candidate, Route route, Timelines timelines) {
    int newest = timelines.newestFrom(route.timeline());
    Optional<TimelineHistory> child =
        newest == route.timeline()
            ? Optional.empty()
            : timelines
                .history(newest)
                .filter(h -> h.contains(candidate.timeline(), candidate.stop()));
    String further =
        child
            .map(history ->
                "Timeline "
                    + history.timeline()
                    + " goes on from this one"
                    + history.switchPoint(route.timeline()).map(lsn -> " at LSN " + lsn).orElse("")
                    + ": add --recovery-target-timeline="
                    + history.timeline()
                    + " to follow it. ")
            .orElse("");
    return further
        + "If the server still runs, let it archive its newest WAL with \"select pg_switch_wal()\""
        + " and try again. --no-validate restores without this check.";
  }
}
