package io.jbackup.scheduler.service;

import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.config.ServiceConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What differs between two configurations, in words.
final class ConfigChanges {
  private static final String AFTER_RESTART = " changed, which counts from the next start on";

  private final List<String> lines = new ArrayList<>();

  private ConfigChanges() {}

  static List<String> between(ServiceConfig before, ServiceConfig after) {
    ConfigChanges changes = new ConfigChanges();
    changes.late("catalog", before.catalog(), after.catalog());
    changes.late("node", before.node(), after.node());
    changes.late("job-store", before.jobStore(), after.jobStore());
    changes.note("http", before.http(), after.http());
    changes.note("notify", before.notifications(), after.notifications());
    Map<String, InstanceConfiguration> old =
        byName(before.instances(), InstanceConfiguration::name);
    Map<String, InstanceConfiguration> now = byName(after.instances(), InstanceConfiguration::name);
    changes.sets("instance ", old, now);
    now.forEach((name, instance) -> {
      InstanceConfiguration known = old.get(name);
      if (known != null) {
        changes.instance(name, known, instance);
      }
    });
    return List.copyOf(changes.lines);
  }

  private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
    Map<String, T> map = new LinkedHashMap<>();
    all.forEach(one -> map.put(name.apply(one), one));
    return map;
  }

  private void instance(String name, InstanceConfiguration before, InstanceConfiguration after) {
    String prefix = "instance " + name + ": ";
    note(prefix + "pgdata", before.pgdata(), after.pgdata());
    note(prefix + "connection", before.connection(), after.connection());
    note(prefix + "cluster", before.cluster(), after.cluster());
    note(prefix + "run-on", before.runOn(), after.runOn());
    note(prefix + "fallback", before.fallback(), after.fallback());
    note(prefix + "retention", before.retention(), after.retention());
    note(prefix + "delete-wal", before.deleteWal(), after.deleteWal());
    note(prefix + "alarms", before.alarms(), after.alarms());
    note(prefix + "mirror", before.mirror(), after.mirror());
    Map<String, Schedule> old = byName(before.schedules(), Schedule::name);
    Map<String, Schedule> now = byName(after.schedules(), Schedule::name);
    sets(prefix + "schedule ", old, now);
    now.forEach((key, schedule) -> {
      if (old.containsKey(key)) {
        note(prefix + "schedule " + key, old.get(key), schedule);
      }
    });
  }

  private <T> void sets(String what, Map<String, T> before, Map<String, T> after) {
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> lines.add(what + name + " is gone"));
    after.keySet().stream()
        .filter(name -> !before.containsKey(name))
        .forEach(name -> lines.add(what + name + " is new"));
  }

  private void note(String what, @Nullable Object before, Object after) {
    if (!Objects.equals(before, after)) {
      lines.add(what + " changed");
    }
  }

  private void late(String what, Object before, Object after) {
    if (!Objects.equals(before, after)) {
      lines.add(what + AFTER_RESTART);
    }
  }
}
