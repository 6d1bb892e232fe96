package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.coverage.WalRun;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks at the catalog after a purge: everything that was to stay must be there.
final class Aftermath {
  private static final String HINT =
      "Take a full backup now. Look for what else deletes from the catalog, and report this with"
          + " the log.";

  private final Instance instance;
  private final InstancePicture before;
  private final RetentionPlan plan;

  Aftermath(Instance instance, InstancePicture before, RetentionPlan plan) {
    this.instance = instance;
    this.before = before;
    this.plan = plan;
  }

  /// Throws CatalogException when something is missing, else tells which moments can be reached.
  void check(PurgeListener listener, Clock clock) {
    InstancePicture after = InstancePicture.take(instance, clock);
    requireBackups(after);
    requireWal(after.archive().segments());
    listener.info(remaining(after, clock.getZone()));
  }

  private void requireBackups(InstancePicture after) {
    Set<BackupId> there = after.backups().stream().map(BackupFacts::id).collect(Collectors.toSet());
    for (BackupVerdict verdict : plan.kept()) {
      if (!there.contains(verdict.backup().id())) {
        throw new CatalogException(
            "backup " + verdict.backup().id() + " should have stayed and is missing", HINT);
      }
    }
  }

  private void requireWal(SegmentSet after) {
    SegmentSet archived = before.archive().segments();
    for (TimelineVerdict timeline : plan.timelines()) {
      for (SegmentSet.Run run : archived.runs(timeline.timeline())) {
        for (long number = run.first(); number <= run.last(); number++) {
          SegmentName name = new SegmentName(timeline.timeline(), number);
          if (timeline.keptStretches().reason(number).isPresent() && !after.has(name)) {
            throw new CatalogException(
                "WAL segment "
                    + name.fileName(before.segmentSize())
                    + " should have stayed and is missing",
                HINT);
          }
        }
      }
    }
  }

  /// From which moment on recovery is possible, and how far the archive reaches without a hole.
  private static String remaining(InstancePicture after, ZoneId zone) {
    Lineage lineage = new Lineage(after);
    Chains chains = new Chains(after.backups());
    int newest = lineage.newest();
    List<BackupFacts> good =
        BackupOrder.newestFirst(after.backups(), lineage).stream()
            .filter(chains::isGood)
            .filter(backup ->
                lineage.leads(backup.timeline().orElseThrow(), backup.stop().orElseThrow(), newest))
            .toList();
    if (good.isEmpty()) {
      return after.backups().stream().anyMatch(chains::isGood)
          ? "No good backup leads to timeline " + newest + ": nothing can be recovered on it"
          : "No good backup is left: nothing can be recovered";
    }
    BackupFacts oldest = good.getLast();
    String from =
        "Recovery is possible from "
            + ControlTime.format(BackupOrder.time(oldest), zone)
            + " (backup "
            + oldest.id()
            + ", LSN "
            + oldest.stop().orElseThrow()
            + ")";
    return from + reach(after, lineage.history(newest), oldest);
  }

  private static String reach(
      InstancePicture after, Optional<TimelineHistory> history, BackupFacts oldest) {
    if (history.isEmpty()) {
      return "";
    }
    Lsn stop = oldest.stop().orElseThrow();
    WalRun run =
        WalRun.of(after.archive().segments(), history.get().stretches(), stop, after.segmentSize());
    String end =
        run.isEmpty() ? "; there is no archived WAL to go further" : " on, up to LSN " + run.end();
    return run.hole()
        .map(hole -> end + ", where segment " + hole.fileName(after.segmentSize()) + " is missing")
        .orElse(end + " on timeline " + history.get().timeline());
  }
}
