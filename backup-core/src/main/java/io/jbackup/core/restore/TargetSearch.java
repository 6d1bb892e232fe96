package io.jbackup.core.restore;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.coverage.WalRun;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.text.TimeText;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.restore.Verdict.Suitable;
import io.jbackup.core.walread.ScanTarget;
import io.jbackup.core.walread.SegmentSource;
import io.jbackup.core.walread.TransactionStamp;
import io.jbackup.core.walread.WalEnd;
import io.jbackup.core.walread.WalOrigin;
import io.jbackup.core.walread.WalReach;
import io.jbackup.core.walread.WalReach.Way;
import io.jbackup.core.walread.WalScan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds the backup from which a recovery target is reached, by reading all WAL from the backup to
/// the target, record by record. [RestorePlanner] looks at as little WAL as it can; this looks at
/// all that recovery will.
public final class TargetSearch {
  /// The end of all WAL, when positions are compared as unsigned numbers.
  private static final Lsn NO_LIMIT = new Lsn(-1);

  /// Control files hold whole seconds.
  private static final Duration RECORDED_PRECISION = Duration.ofSeconds(1);

  private final Instance instance;
  private final TargetQuestion question;
  private final JobLog log;
  private final Progress progress;
  private final ZoneId zone;
  private final Timelines timelines;
  private final SegmentSet archived;

  /// How far the WAL of each timeline was found to go.
  private final Map<Integer, Lsn> ends = new HashMap<>();

  /// From where on the WAL of each timeline is known not to have the target.
  private final Map<Integer, Lsn> read = new HashMap<>();

  private @Nullable Failure failure;
  private @Nullable Goal invalid;

  /// Where recovery ends.
  ///
  /// @param time of the last transaction that is recovered, or the backup's recovery time
  /// @param xid of that transaction, or the backup's recovery xid; 0 when there is none
  public record Goal(BackupId backup, Optional<Instant> time, long xid, Lsn lsn) {}

  private record Failure(Goal furthest, String why) {}

  /// Throws StorageException when the archive cannot be listed.
  public TargetSearch(
      Instance instance, TargetQuestion question, JobLog log, Progress progress, ZoneId zone) {
    this.instance = instance;
    this.question = question;
    this.log = log;
    this.progress = progress;
    this.zone = zone;
    timelines = new ArchiveTimelines(instance.archive());
    archived = WalSources.list(instance);
  }

  /// Looks at the newest backup first. `isWhole` is asked about one whose WAL reaches the target;
  /// where it denies, the search goes on. Throws TargetException when there is none, after a
  /// warning that says how far recovery gets.
  public Goal find(Predicate<BackupId> isWhole) {
    for (Suitable verdict : suitable()) {
      Optional<Goal> goal = passes(verdict) ? Optional.empty() : read(verdict);
      if (goal.isPresent()) {
        if (isWhole.test(goal.get().backup())) {
          return goal.get();
        }
        log.warning("Backup " + goal.get().backup() + " is passed over: it is not valid");
        invalid = goal.get();
      }
    }
    throw notEnough();
  }

  private List<Suitable> suitable() {
    List<Candidate> candidates = instance.backups().stream().map(Candidate::of).toList();
    Suitability suitability =
        new Suitability(
            question.target(),
            question.inclusive(),
            question.timeline(),
            timelines,
            zone,
            RECORDED_PRECISION);
    BackupChooser chooser = new BackupChooser(suitability, question.target());
    return question.backup().isPresent()
        ? List.of(chooser.require(candidates, question.backup().get(), false))
        : chooser.choose(candidates);
  }

  /// Whether a newer backup has shown already that the WAL of this way ends before the target.
  private boolean passes(Suitable verdict) {
    if (isExact()) {
      return false;
    }
    Lsn known = ends.get(verdict.route().timeline());
    return known != null && !known.isBefore(verdict.candidate().stop());
  }

  /// Transactions and restore points may lie anywhere before a backup that was looked at.
  private boolean isExact() {
    return question.target() instanceof RecoveryTarget.Xid
        || question.target() instanceof RecoveryTarget.Name;
  }

  private Optional<Goal> read(Suitable verdict) {
    Candidate candidate = verdict.candidate();
    StoredBackup backup = instance.backup(candidate.id()).orElseThrow();
    log.log("Reading WAL from backup " + candidate.id() + " to " + question.target().words());
    SegmentSize size = instance.config().segmentSize();
    try (WalSources sources = new WalSources(backup)) {
      WalOrigin origin =
          WalOrigin.of(instance.config().systemIdentifier(), size, verdict.route().history());
      WalRun run = WalRun.of(archived, origin.path(), candidate.start(), size);
      progress.begin("Reading WAL", run.end().minus(run.start()));
      Lsn known = read.getOrDefault(verdict.route().timeline(), NO_LIMIT);
      SegmentSource counted =
          segment -> {
            if (!segment.start(size).isBefore(known)) {
              return Optional.empty();
            }
            progress.advance(size.bytes());
            return sources.source().open(segment);
          };
      if (isExact()) {
        read.put(verdict.route().timeline(), candidate.stop());
      }
      return judge(
          verdict,
          WalScan.reach(counted, origin, candidate.start(), scanTarget(candidate)),
          origin);
    } catch (CorruptException e) {
      log.warning("Backup " + candidate.id() + " is passed over: " + e.getMessage());
      return Optional.empty();
    } finally {
      progress.end();
    }
  }

  private @Nullable ScanTarget scanTarget(Candidate candidate) {
    boolean inclusive = question.inclusive();
    return switch (question.target()) {
      case RecoveryTarget.None _, RecoveryTarget.Latest _ -> null;
      case RecoveryTarget.Immediate _ -> new ScanTarget.Position(candidate.stop(), false);
      case RecoveryTarget.Time time -> new ScanTarget.Time(time.time().toInstant(), inclusive);
      case RecoveryTarget.Position(Lsn lsn) -> new ScanTarget.Position(lsn, inclusive);
      case RecoveryTarget.Xid(long xid) -> new ScanTarget.Xid((int) xid, inclusive);
      case RecoveryTarget.Name(String name) -> new ScanTarget.Name(name);
    };
  }

  private Optional<Goal> judge(Suitable verdict, WalReach reach, WalOrigin origin) {
    Candidate candidate = verdict.candidate();
    return switch (reach) {
      case WalReach.Reached(Lsn record, _) when record.isBefore(candidate.stop()) -> {
        log.log(
            "Backup "
                + candidate.id()
                + " is passed over: the target comes before its end at LSN "
                + candidate.stop());
        yield Optional.empty();
      }
      case WalReach.Reached(_, Way way) -> Optional.of(goal(candidate, way));
      case WalReach.Ended(WalEnd end, Way way) -> atEnd(verdict, way, hole(end, origin));
      case WalReach.Damaged(CorruptException damage, Way way) ->
          fail(verdict, way, String.valueOf(damage.getMessage()));
    };
  }

  private Optional<Goal> atEnd(Suitable verdict, Way way, Optional<String> hole) {
    boolean consistent = !way.end().isBefore(verdict.candidate().stop());
    boolean wanted =
        switch (question.target()) {
          case RecoveryTarget.None _, RecoveryTarget.Latest _ -> hole.isEmpty();
          case RecoveryTarget.Immediate _ -> true;
          case RecoveryTarget.Time _,
              RecoveryTarget.Position _,
              RecoveryTarget.Xid _,
              RecoveryTarget.Name _ ->
              false;
        };
    return consistent && wanted
        ? Optional.of(goal(verdict.candidate(), way))
        : fail(verdict, way, hole.orElse("the archived WAL ends there"));
  }

  /// What is missing where the records end although later segments are there.
  private Optional<String> hole(WalEnd end, WalOrigin origin) {
    SegmentSize size = origin.segmentSize();
    return switch (end) {
      case WalEnd.Absent(Lsn _, SegmentName segment) ->
          goesOn(origin, segment.number())
              ? Optional.of(
                  "WAL segment "
                      + segment.fileName(size)
                      + " is missing although later ones are there")
              : Optional.empty();
      case WalEnd.Unwritten(Lsn lsn) ->
          goesOn(origin, size.segmentOf(lsn))
              ? Optional.of(
                  "the WAL segment at LSN " + lsn + " is not filled although later ones are there")
              : Optional.empty();
      case WalEnd.Reached _ -> Optional.empty();
    };
  }

  private boolean goesOn(WalOrigin origin, long number) {
    return origin.path().stream()
        .filter(stretch ->
            stretch
                .end()
                .map(left -> origin.segmentSize().segmentBefore(left) > number)
                .orElse(true))
        .anyMatch(stretch -> archived.last(stretch.timeline()) > number);
  }

  private static Goal goal(Candidate candidate, Way way) {
    return new Goal(
        candidate.id(),
        way.ended().map(TransactionStamp::time).or(candidate::recoveryTime),
        xid(candidate, way),
        way.end());
  }

  private static long xid(Candidate candidate, Way way) {
    return way.ended()
        .map(stamp -> Integer.toUnsignedLong(stamp.xid()))
        .orElse(candidate.recoveryXid().orElse(0));
  }

  /// Targets that are reached: a time just before the end of the last transaction, that
  /// transaction, and the last record.
  private Optional<Goal> fail(Suitable verdict, Way way, String why) {
    Candidate candidate = verdict.candidate();
    ends.merge(
        verdict.route().timeline(), way.end(), (one, other) -> one.isBefore(other) ? other : one);
    Lsn last = way.record().isBefore(candidate.stop()) ? candidate.stop() : way.record();
    Goal furthest =
        new Goal(
            candidate.id(),
            way.ended().map(stamp -> stamp.time().minusNanos(1000)).or(candidate::recoveryTime),
            xid(candidate, way),
            last);
    if (failure == null || failure.furthest().lsn().isBefore(furthest.lsn())) {
      failure = new Failure(furthest, why);
    }
    return Optional.empty();
  }

  private BackupException notEnough() {
    if (invalid != null) {
      return new TargetException(
          "the WAL reaches " + question.target().words() + ", but no valid backup is before it",
          "The warnings above say what is damaged. Take a new backup now.");
    }
    Failure known = failure;
    if (known == null) {
      return new TargetException(
          "Backup satisfying target options is not found.",
          "The target comes before the end of every backup: take a later one.");
    }
    log.warning("Recovery can be done up to " + words(known.furthest(), zone));
    return new TargetException(
        "Not enough WAL records to " + question.words() + ": " + known.why(),
        "Recovery from backup "
            + known.furthest().backup()
            + " gets that far. If the server still runs, let it archive its newest WAL with"
            + " \"select pg_switch_wal()\" and try again.");
  }

  /// `time T, xid X and LSN L`.
  public static String words(Goal goal, ZoneId zone) {
    return "time "
        + goal.time().map(t -> TimeText.format(t, zone)).orElse("unknown")
        + ", xid "
        + goal.xid()
        + " and LSN "
        + goal.lsn();
  }
}
