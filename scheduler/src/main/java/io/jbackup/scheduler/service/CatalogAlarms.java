package io.jbackup.scheduler.service;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import io.jbackup.scheduler.service.AlarmRules.Found;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is wrong with what lies in the catalog, whatever its age.
final class CatalogAlarms {
  private CatalogAlarms() {}

  static List<Found> of(CatalogLook catalog) {
    List<Found> found = new ArrayList<>();
    newestBackup(catalog).ifPresent(found::add);
    catalog.window().flatMap(window -> hole(window, catalog)).ifPresent(found::add);
    drill(catalog).ifPresent(found::add);
    return found;
  }

  private static Optional<Found> newestBackup(CatalogLook catalog) {
    return catalog.backups().stream()
        .map(row -> row.facts())
        .filter(facts -> isFinished(facts.status()))
        .findFirst()
        .filter(facts -> !facts.isRestorable())
        .map(facts ->
            new Found(
                "newest-backup",
                "the newest backup " + facts.id() + " has status " + facts.status(),
                "The log of the node that took it says why. An older one has to serve until the"
                    + " next good one."));
  }

  private static boolean isFinished(BackupStatus status) {
    return status != BackupStatus.RUNNING && status != BackupStatus.DELETING;
  }

  /// Older holes are history: nothing can be done about them.
  private static Optional<Found> hole(RecoveryWindow window, CatalogLook catalog) {
    Optional<BackupFacts> newest = InstanceStatus.newestGood(catalog.backups()).map(Row::facts);
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Lsn start = newest.get().start().orElseThrow();
    int timeline = newest.get().timeline().orElseThrow();
    return window.branches().stream()
        .filter(branch -> Integer.compareUnsigned(branch.timeline(), timeline) >= 0)
        .flatMap(branch -> branch.holes().stream())
        .filter(hole -> start.isBefore(hole.end()))
        .findFirst()
        .map(hole ->
            new Found(
                "hole",
                "there is a hole in the archive since the newest backup: " + why(hole, window),
                "Nothing behind it can be recovered. Take a full backup."));
  }

  private static String why(Unreachable hole, RecoveryWindow window) {
    return hole.reasons().isEmpty()
        ? "from LSN " + hole.begin()
        : hole.reasons().getFirst().words(window.segmentSize());
  }

  private static Optional<Found> drill(CatalogLook catalog) {
    return catalog
        .lastDrill()
        .filter(drill -> !drill.passed())
        .map(drill ->
            new Found(
                "drill",
                "the last restore drill, of backup "
                    + drill.backup()
                    + ", failed: "
                    + drill.detail(),
                "Validate the backup, and run jbackup drill again."));
  }
}
