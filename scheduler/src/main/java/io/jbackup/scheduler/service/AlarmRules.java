package io.jbackup.scheduler.service;

import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.AlarmLimits;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import io.jbackup.scheduler.status.MirrorStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what somebody should look after. An alarm keeps the time at which it began.
final class AlarmRules {
  private final Map<String, Instant> since = new HashMap<>();

  List<Alarm> of(
      Instant now,
      AlarmLimits limits,
      Sight sight,
      CatalogLook catalog,
      ServerLook server,
      List<ScheduleStatus> schedules,
      Optional<MirrorStatus> mirror) {
    List<Found> found = new ArrayList<>();
    if (sight instanceof Sight.Unknown(_, String why)) {
      found.add(
          new Found(
              "cluster",
              "the state of the cluster is unknown: " + why,
              "Until it is known no work begins here. Look at Patroni or the monitor."));
    }
    found.addAll(CatalogAlarms.of(catalog));
    catalog
        .window()
        .ifPresent(_ -> backupAge(now, limits, catalog.backups()).ifPresent(found::add));
    walAge(now, limits, catalog, server).ifPresent(found::add);
    archiver(limits, server, found);
    freeSpace(limits, catalog).ifPresent(found::add);
    schedules.forEach(schedule -> lastRun(schedule).ifPresent(found::add));
    mirror.ifPresent(second -> found.addAll(MirrorAlarms.of(now, limits, second)));
    since.keySet().retainAll(found.stream().map(Found::name).toList());
    return found.stream()
        .map(one ->
            new Alarm(one.name, since.computeIfAbsent(one.name, _ -> now), one.text, one.hint))
        .toList();
  }

  private static Optional<Found> backupAge(Instant now, AlarmLimits limits, List<Row> backups) {
    Optional<Instant> newest =
        InstanceStatus.newestGood(backups).map(row -> row.facts().startTime());
    String hint = "The schedules' last results and the log say why none was taken.";
    if (newest.isEmpty()) {
      return Optional.of(new Found("backup-age", "there is no good backup", hint));
    }
    Duration age = Duration.between(newest.get(), now);
    return age.compareTo(limits.backupAge()) > 0
        ? Optional.of(
            new Found("backup-age", "the newest good backup is " + words(age) + " old", hint))
        : Optional.empty();
  }

  /// Old WAL is a fault only while something waits to be archived, or when nobody can tell.
  private static Optional<Found> walAge(
      Instant now, AlarmLimits limits, CatalogLook catalog, ServerLook server) {
    if (catalog.newestSegment().isEmpty() || server.readySegments().orElse(1) == 0) {
      return Optional.empty();
    }
    Duration age = Duration.between(catalog.newestSegment().get(), now);
    return age.compareTo(limits.walAge()) > 0
        ? Optional.of(
            new Found(
                "wal-age",
                "the newest archived segment is " + words(age) + " old",
                "What is newer is lost with the server. Look into the server's log for what"
                    + " archive_command prints."))
        : Optional.empty();
  }

  private static void archiver(AlarmLimits limits, ServerLook server, List<Found> found) {
    long ready = server.readySegments().orElse(0);
    if (ready > limits.readySegments()) {
      found.add(
          new Found(
              "ready-segments",
              ready + " segments wait for archive_command",
              "Look into the server's log for what archive_command prints."));
    }
    if (server.failing()) {
      found.add(
          new Found(
              "archiver",
              "the last attempt to archive failed",
              "The server's log has what archive_command printed; it is tried again by itself."));
    }
  }

  private static Optional<Found> freeSpace(AlarmLimits limits, CatalogLook catalog) {
    double free = catalog.freePercent().orElse(Double.MAX_VALUE);
    return free < limits.freePercent()
        ? Optional.of(
            new Found(
                "free-space",
                (int) free + " % of the catalog's file system are free",
                "Enlarge the file system, or keep fewer backups."))
        : Optional.empty();
  }

  private static Optional<Found> lastRun(ScheduleStatus schedule) {
    return schedule.lastOk().orElse(true)
        ? Optional.empty()
        : Optional.of(
            new Found(
                "schedule-" + schedule.name(),
                "schedule " + schedule.name() + ": " + schedule.lastResult(),
                "The log of the node that tried has more."));
  }

  static String words(Duration age) {
    if (age.toHours() >= 48) {
      return age.toDays() + " days";
    }
    return age.toHours() > 0
        ? age.toHours() + "h " + age.toMinutesPart() + "min"
        : age.truncatedTo(ChronoUnit.SECONDS).toMinutes() + "min";
  }

  /// An alarm whose beginning is not known yet.
  record Found(String name, String text, String hint) {}
}
