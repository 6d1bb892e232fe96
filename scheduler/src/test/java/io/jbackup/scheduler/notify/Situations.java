package io.jbackup.scheduler.notify;

import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import io.jbackup.scheduler.status.ServiceStatus;
import io.jbackup.scheduler.web.Snapshots;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Snapshots with this or that wrong.
final class Situations {
  private Situations() {}

  static ServiceStatus of(InstanceStatus one) {
    return Snapshots.service(one);
  }

  static InstanceStatus well() {
    return with(List.of(), run(1, true, "ok: backup"));
  }

  static InstanceStatus alarms(String... names) {
    List<Alarm> alarms =
        Arrays.stream(names)
            .map(name -> new Alarm(name, Snapshots.NOW, name + " is bad", "Look."))
            .toList();
    return with(alarms, run(1, true, "ok: backup"));
  }

  static InstanceStatus failed(int day, String result) {
    Alarm alarm = new Alarm("schedule-full", Snapshots.NOW, "schedule full: " + result, "Look.");
    return with(List.of(alarm), run(day, false, result));
  }

  static InstanceStatus unreadable() {
    InstanceStatus one = Snapshots.unknown("A");
    return new InstanceStatus(
        "A",
        one.window(),
        one.backups(),
        one.here(),
        one.archiving(),
        one.freePercent(),
        one.freeBytes(),
        one.running(),
        List.of(
            new ScheduleStatus(
                "full",
                "0 0 3 * * ?",
                "UTC",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "not run yet")),
        one.alarms(),
        one.lastDrill(),
        one.lastPassedDrill(),
        Optional.empty(),
        one.problems());
  }

  /// As a service shows it before its first look.
  static InstanceStatus unseen() {
    InstanceStatus one = Snapshots.unknown("A");
    return new InstanceStatus(
        "A",
        one.window(),
        one.backups(),
        one.here(),
        one.archiving(),
        one.freePercent(),
        one.freeBytes(),
        one.running(),
        List.of(),
        List.of(),
        one.lastDrill(),
        one.lastPassedDrill(),
        Optional.empty(),
        List.of());
  }

  private static ScheduleStatus run(int day, boolean ok, String result) {
    Instant time = Instant.parse("2026-11-%02dT03:00:00Z".formatted(day));
    return new ScheduleStatus(
        "full", "0 0 3 * * ?", "UTC", Optional.empty(), Optional.of(time), Optional.of(ok), result);
  }

  private static InstanceStatus with(List<Alarm> alarms, ScheduleStatus schedule) {
    InstanceStatus one = Snapshots.well("A");
    return new InstanceStatus(
        "A",
        one.window(),
        one.backups(),
        one.here(),
        one.archiving(),
        one.freePercent(),
        one.freeBytes(),
        one.running(),
        List.of(schedule),
        alarms,
        one.lastDrill(),
        one.lastPassedDrill(),
        Optional.empty(),
        one.problems());
  }
}
