package io.jbackup.scheduler.service;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.run.RunRecord;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.job.ClusterWatch;
import io.jbackup.scheduler.job.ClusterWatch.View;
import io.jbackup.scheduler.round.Standing;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Archiving;
import io.jbackup.scheduler.status.InstanceStatus.Here;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import io.jbackup.scheduler.status.MirrorStatus;
import io.jbackup.scheduler.store.CronTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes snapshots of one instance.
final class StatusKeeper {
  private final ServiceSetup setup;
  private final RoundKeeper rounds;
  private final MirrorKeeper mirror;
  private final AlarmRules alarms = new AlarmRules();

  StatusKeeper(ServiceSetup setup, RoundKeeper rounds, MirrorKeeper mirror) {
    this.mirror = mirror;
    this.setup = setup;
    this.rounds = rounds;
  }

  /// Before the first look.
  static InstanceStatus empty(InstanceConfiguration configuration, Instant now) {
    return new InstanceStatus(
        configuration.name(),
        Optional.empty(),
        List.of(),
        new Here(false, "the cluster has not been looked at yet", "unknown", now),
        new Archiving(
            Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()),
        java.util.OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// Looks at cluster, catalog and server.
  synchronized InstanceStatus take(InstanceConfiguration configuration, ClusterWatch watch) {
    View view = watch.look();
    CatalogLook catalog = CatalogLook.at(setup.site(), configuration);
    ServerLook server = server(configuration);
    Instant now = setup.site().clock().instant();
    List<ScheduleStatus> schedules =
        configuration.schedules().stream().map(one -> schedule(one, now, catalog.runs())).toList();
    Optional<MirrorStatus> second = mirror.status();
    List<String> problems = new ArrayList<>(catalog.problems());
    problems.addAll(server.problems());
    if (view.effective() instanceof Sight.Seen(ClusterPicture picture)) {
      problems.addAll(picture.remarks());
    }
    return new InstanceStatus(
        configuration.name(),
        catalog.window(),
        catalog.backups(),
        here(configuration, view, now),
        new Archiving(
            catalog.newestSegment().map(time -> Duration.between(time, now)),
            server.readySegments(),
            server.failedCount(),
            server.archivedCount()),
        catalog.freePercent(),
        catalog.freeBytes(),
        mirror.with(rounds.running()),
        schedules,
        alarms.of(
            now, configuration.alarms(), view.effective(), catalog, server, schedules, second),
        catalog.lastDrill(),
        catalog.lastPassedDrill(),
        second,
        problems);
  }

  private ServerLook server(InstanceConfiguration configuration) {
    ConnectionTarget target;
    try {
      target = setup.site().target(configuration.connection());
    } catch (UsageException e) {
      return ServerLook.unknown(String.valueOf(e.getMessage()));
    }
    return ServerLook.at(target);
  }

  private Here here(InstanceConfiguration configuration, View view, Instant now) {
    Standing standing = new Standings(setup.judge(), configuration).usual(view);
    String role =
        view.effective() instanceof Sight.Seen(ClusterPicture picture)
            ? picture.self().role().name().toLowerCase(Locale.ROOT)
            : "unknown";
    return new Here(standing instanceof Standing.Fit, standing.reason(), role, now);
  }

  private ScheduleStatus schedule(Schedule schedule, Instant now, Map<String, RunRecord> runs) {
    Optional<RunRecord> run = Optional.ofNullable(runs.get(schedule.name()));
    Optional<Outcome> newer =
        rounds
            .outcome(schedule.name())
            .filter(own -> run.isEmpty() || own.due().isAfter(run.get().due()));
    return new ScheduleStatus(
        schedule.name(),
        schedule.cron(),
        schedule.zone().getId(),
        new CronTimes(schedule).after(now),
        newer.map(Outcome::due).or(() -> run.map(RunRecord::started)),
        newer.map(Outcome::ok).or(() -> run.map(one -> one.result() == RunRecord.Result.OK)),
        newer
            .map(one -> (one.ok() ? "ok: " : "failed: ") + one.text())
            .or(() -> run.map(this::words))
            .orElse("not run yet"));
  }

  private String words(RunRecord run) {
    boolean here = run.node().equals(setup.site().node());
    if (run.result() == RunRecord.Result.OK) {
      return (here ? "ok" : "taken by " + run.node()) + ": " + run.text();
    }
    return "failed" + (here ? "" : " on " + run.node()) + ": " + run.text();
  }
}
