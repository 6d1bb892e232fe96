package io.jbackup.cli.service;

import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.Member;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.round.Judge;
import io.jbackup.scheduler.round.Standing;
import io.jbackup.scheduler.store.CronTimes;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/// What `service check` prints of a good configuration file.
public final class ServiceCheckText {
  private final StringBuilder text = new StringBuilder();
  private ExitCode exit = ExitCode.SUCCESS;

  /// Tells whether a mirror can be used; throws BackupException when it cannot.
  public interface MirrorLook {
    /// What was found, in words.
    String look(InstanceConfiguration instance, MirrorSettings mirror);
  }

  /// @param open opens an instance in its catalog; throws BackupException when that fails
  /// @param look asks an instance's cluster
  public ServiceCheckText(
      ServiceConfig config,
      Consumer<InstanceConfiguration> open,
      Function<InstanceConfiguration, Sight> look,
      MirrorLook mirrors,
      Judge judge,
      Instant now) {
    text.append("Node '%s', catalog \"%s\"\n".formatted(config.node(), config.catalog()));
    for (InstanceConfiguration instance : config.instances()) {
      text.append("\nInstance '%s'\n".formatted(instance.name()));
      catalog(instance, open);
      cluster(look.apply(instance), judge, instance);
      instance.mirror().ifPresent(mirror -> mirror(instance, mirror, mirrors));
      for (Schedule schedule : instance.schedules()) {
        line(schedule.name(), next(schedule, now));
      }
    }
  }

  /// Success when every cluster answered and every catalog and mirror can be used.
  public ExitCode exit() {
    return exit;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void cluster(Sight sight, Judge judge, InstanceConfiguration instance) {
    switch (sight) {
      case Sight.Unknown(_, String why) -> {
        exit = ExitCode.CONNECTION;
        line("cluster", "unknown: " + why);
      }
      case Sight.Seen(ClusterPicture picture) -> {
        line("this server", words(picture.self()));
        picture.others().forEach(other -> line("", other.name() + ": " + words(other)));
        if (!picture.calm()) {
          line("", "a failover or switchover is under way, or there is no leader");
        }
        if (picture.paused()) {
          line("", "the cluster is paused: no automatic failover");
        }
        picture.remarks().forEach(remark -> line("", remark));
      }
    }
    Standing standing = judge.judge(sight, instance.runOn());
    String verdict =
        switch (standing) {
          case Standing.Fit _ -> "would take a backup now: ";
          case Standing.Unfit _ -> "leaves the backups to others: ";
          case Standing.Unclear _ -> "would wait: ";
        };
    line("this node", verdict + standing.reason());
  }

  private void catalog(InstanceConfiguration instance, Consumer<InstanceConfiguration> open) {
    try {
      open.accept(instance);
    } catch (BackupException e) {
      useless("catalog", e);
    }
  }

  private void mirror(InstanceConfiguration instance, MirrorSettings mirror, MirrorLook mirrors) {
    line("mirror", mirror.catalog().toString());
    try {
      line("", mirrors.look(instance, mirror));
    } catch (BackupException e) {
      useless("", e);
    }
  }

  private void useless(String name, BackupException reason) {
    exit = reason.exitCode();
    line(name, "cannot be used: " + reason.getMessage());
    line("", reason.hint());
  }

  private static String words(Member member) {
    String role = member.role().name().toLowerCase(Locale.ROOT);
    String kept = member.promotable() ? "" : ", kept out of failover";
    String timeline =
        member.timeline().isPresent() ? ", timeline " + member.timeline().getAsInt() : "";
    String streaming =
        switch (member.streaming()) {
          case YES -> ", streaming";
          case NO -> member.role() == Member.Role.REPLICA ? ", not streaming" : "";
          case UNKNOWN -> "";
        };
    return "%s (%s)%s%s%s".formatted(role, member.state(), kept, timeline, streaming);
  }

  private static String next(Schedule schedule, Instant now) {
    return new CronTimes(schedule)
        .after(now)
        .map(next ->
            "next %s (%s, %s)"
                .formatted(
                    ControlTime.format(next, schedule.zone()), schedule.cron(), schedule.zone()))
        .orElse("never again (" + schedule.cron() + ")");
  }

  private void line(String name, String value) {
    text.append("  %-14s %s\n".formatted(name, value));
  }
}
