package io.jbackup.core.restore;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.TargetException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.restore.Verdict.Suitable;
import io.jbackup.core.verify.WalVerification;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses the backup, after the records of all backups and the WAL that is there.
final class RestorePlanner {
  /// The end of all WAL, when positions are compared as unsigned numbers.
  private static final Lsn NO_LIMIT = new Lsn(-1);

  /// Control files hold whole seconds.
  private static final Duration RECORDED_PRECISION = Duration.ofSeconds(1);

  private final Instance instance;
  private final RestoreRequest request;
  private final JobLog log;
  private final Progress progress;
  private final ZoneId zone;
  private final Timelines timelines;
  private String why = "";
  private @Nullable BackupException refusal;
  private @Nullable SegmentSet archived;

  RestorePlanner(
      Instance instance, RestoreRequest request, JobLog log, Progress progress, ZoneId zone) {
    this.instance = instance;
    this.request = request;
    this.log = log;
    this.progress = progress;
    this.zone = zone;
    timelines = new ArchiveTimelines(instance.archive());
  }

  /// Throws TargetException when no backup reaches the target.
  Suitable plan() {
    List<Candidate> candidates = instance.backups().stream().map(Candidate::of).toList();
    BackupChooser chooser = new BackupChooser(suitability(), request.target());
    if (request.backup().isPresent()) {
      Suitable forced = chooser.require(candidates, request.backup().get(), request.force());
      requireReachable(List.of(forced));
      why = "Backup " + forced.candidate().id() + " was asked for";
      return forced;
    }
    Suitable chosen = requireReachable(chooser.choose(candidates));
    why = new ChoiceWords(request.target()).why(chosen, candidates);
    log.info(why);
    return chosen;
  }

  /// Why the backup was chosen, once it was.
  String why() {
    return why;
  }

  private Suitability suitability() {
    TimelineChoice choice =
        request.asReplica() && request.timeline() instanceof TimelineChoice.Unset
            ? new TimelineChoice.Latest()
            : request.timeline();
    Duration rounding = request.validate() ? RECORDED_PRECISION : Duration.ZERO;
    return new Suitability(
        request.target(), request.isInclusive(), choice, timelines, zone, rounding);
  }

  /// The first whose WAL reaches the target; each that does not, tells why.
  private Suitable requireReachable(List<Suitable> suitable) {
    if (!request.validate()) {
      return suitable.getFirst();
    }
    Lsn before = NO_LIMIT;
    for (Suitable verdict : suitable) {
      if (reaches(verdict, before)) {
        return verdict;
      }
      before = scansForward() ? verdict.candidate().stop() : NO_LIMIT;
    }
    throw refusal == null
        ? new TargetException("Backup satisfying target options is not found.", "")
        : refusal;
  }

  /// Targets that are found by reading on from the backup may lie before the newest one, in WAL
  /// that was not read yet.
  private boolean scansForward() {
    return request.target() instanceof RecoveryTarget.Xid
        || request.target() instanceof RecoveryTarget.Name;
  }

  private boolean reaches(Suitable verdict, Lsn before) {
    StoredBackup backup = instance.backup(verdict.candidate().id()).orElseThrow();
    BackupException problem;
    try {
      problem = problem(backup, verdict.route(), before);
    } catch (CorruptException | WalException e) {
      problem = e;
    }
    if (problem == null) {
      return true;
    }
    if (refusal == null) {
      refusal = problem;
    }
    if (problem instanceof TargetException) {
      log.log(String.valueOf(problem.getMessage()));
    } else if (request.backup().isEmpty()) {
      log.warning("Backup " + backup.id() + " is passed over: " + problem.getMessage());
    }
    return false;
  }

  private @Nullable BackupException problem(StoredBackup backup, Route route, Lsn before) {
    if (backup.control().walMode() == WalMode.ARCHIVE) {
      new WalVerification(backup).run();
    }
    if (!RecoverySettings.needsArchive(request, backup.control().walMode())) {
      return null;
    }
    if (archived == null) {
      archived = WalSources.list(instance);
    }
    try (WalSources sources = new WalSources(backup)) {
      ReachCheck check =
          new ReachCheck(backup, route, archived, sources.source(), before, progress);
      Reach reach = check.of(request.target(), request.isInclusive());
      return new ChoiceWords(request.target())
          .refusal(reach, Candidate.of(backup), route, timelines, zone);
    }
  }
}
