package io.jbackup.core.check;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.coverage.WalRun;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the catalog holds: the backups' age and state, and the WAL after them.
final class BackupChecks {
  private final InstancePicture picture;
  private final CheckRequest request;
  private final Findings findings;

  BackupChecks(InstancePicture picture, CheckRequest request, Findings findings) {
    this.picture = picture;
    this.request = request;
    this.findings = findings;
  }

  void run() {
    findings.add(age());
    findings.add(states());
    for (int timeline : picture.archive().malformedHistories().keySet()) {
      findings.add(
          CheckItem.fail(
              "timeline history",
              String.valueOf(picture.archive().malformedHistories().get(timeline)),
              "Replace the file by an intact copy from pg_wal of a server on that timeline."));
    }
    findings.add(wal());
  }

  private Optional<BackupFacts> newest() {
    return picture.backups().stream().filter(BackupFacts::isRestorable).findFirst();
  }

  private CheckItem age() {
    Optional<BackupFacts> newest = newest();
    if (newest.isEmpty()) {
      return CheckItem.fail(
          "backup age", "there is no good backup", "Take one: jbackup backup -b FULL --stream.");
    }
    Instant when = newest.get().recoveryTime().orElse(newest.get().startTime());
    Duration age = Duration.between(when, picture.takenAt());
    long limit = request.backupAge().toSeconds();
    findings.measure(new Measure("backup_age", age.toSeconds(), "s", limit, 2 * limit));
    return CheckItem.of(
        "backup age",
        CheckLevel.of(age.toSeconds(), limit),
        "newest good backup " + newest.get().id() + " is " + Words.age(age) + " old",
        "Find out why no newer one was taken: jbackup show, the log file, cron. The limit is"
            + " --backup-age="
            + Words.age(request.backupAge()).replace(" ", "")
            + ".");
  }

  /// Failed backups count only as long as no good one came after them.
  private CheckItem states() {
    List<BackupFacts> bad =
        picture.backups().stream()
            .takeWhile(backup -> !backup.isRestorable())
            .filter(backup -> backup.status() != BackupStatus.RUNNING)
            .toList();
    long corrupt =
        picture.backups().stream()
            .filter(backup -> backup.status() == BackupStatus.CORRUPT)
            .count();
    if (!bad.isEmpty()) {
      return CheckItem.warning(
          "backup states",
          "the last "
              + Words.count(bad.size(), "attempt")
              + " failed: "
              + bad.stream()
                  .limit(3)
                  .map(backup -> backup.id() + " is " + backup.status())
                  .collect(Collectors.joining(", ")),
          "jbackup show -i ID says why, in error-message.");
    }
    return corrupt == 0
        ? CheckItem.ok("backup states", Words.count(picture.backups().size(), "backup"))
        : CheckItem.warning(
            "backup states",
            Words.count(corrupt, "backup") + " CORRUPT",
            "jbackup validate -i ID says what is damaged; jbackup delete -i ID removes it.");
  }

  /// A hole after the newest backup ends recovery there; one before it only limits older ones.
  private CheckItem wal() {
    List<BackupFacts> good = picture.backups().stream().filter(BackupFacts::isRestorable).toList();
    for (BackupFacts backup : good) {
      Optional<SegmentName> hole = hole(backup);
      if (hole.isPresent()) {
        String text =
            "WAL segment "
                + hole.get().fileName(picture.segmentSize())
                + " is missing: from backup "
                + backup.id()
                + " nothing after it can be recovered";
        return backup.equals(good.getFirst())
            ? CheckItem.fail(
                "archived WAL",
                text,
                "Take a new backup now. If the segment is still in pg_wal of a server, archive it"
                    + " by hand with archive-push.")
            : CheckItem.warning(
                "archived WAL",
                text,
                "jbackup window shows what is reachable. Newer backups are not concerned.");
      }
    }
    return CheckItem.ok("archived WAL", "no hole after any good backup");
  }

  private Optional<SegmentName> hole(BackupFacts backup) {
    int timeline = backup.timeline().orElseThrow();
    TimelineHistory history =
        picture.archive().history(timeline).orElse(TimelineHistory.root(timeline));
    SegmentSet segments = picture.archive().segments();
    Lsn from =
        backup.walMode() == WalMode.STREAM
            ? backup.stop().orElseThrow()
            : backup.start().orElseThrow();
    return WalRun.of(segments, history.stretches(), from, picture.segmentSize()).hole();
  }
}
