package io.jbackup.scheduler.notify;

import io.jbackup.scheduler.config.NotifyTarget.Occasion;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import io.jbackup.scheduler.status.ServiceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Decides what is news: knows what was told, and compares. A matter that is not known any more is
/// not thought to be over.
final class Desk {
  private static final String SERVICE = "service";

  /// Alarms that say the same as a failed run.
  private static final String OF_SCHEDULE = "schedule-";

  /// Alarms that can be seen only with the server.
  private static final Set<String> OF_SERVER = Set.of("wal-age", "ready-segments", "archiver");

  private final Map<String, String> told = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private List<News> news = new ArrayList<>();
  private String node = "";
  private Instant now = Instant.EPOCH;

  /// @param told what was told before the service was started, as [#told()] gave it
  Desk(Map<String, String> told) {
    this.told.putAll(told);
  }

  Map<String, String> told() {
    return Map.copyOf(told);
  }

  List<News> compare(ServiceStatus status) {
    news = new ArrayList<>();
    node = status.node();
    now = status.at();
    if (status.problems().isEmpty()) {
      over(SERVICE, SERVICE, "the service has no problem any more");
    } else {
      String what = String.join("; ", status.problems());
      raise(Occasion.ALARM, SERVICE, SERVICE, what, what, "Its log says more.", now);
    }
    Set<String> names = new HashSet<>(Set.of(SERVICE));
    for (InstanceStatus one : status.instances()) {
      names.add(one.name());
      if (one.window().isPresent() || !one.schedules().isEmpty()) {
        instance(one);
        seen.add(one.name());
      }
    }
    told.keySet().removeIf(key -> !names.contains(instanceOf(key)));
    return news;
  }

  private void instance(InstanceStatus one) {
    unreadable(one);
    Set<String> raised = new HashSet<>();
    for (Alarm alarm : one.alarms()) {
      if (!alarm.name().startsWith(OF_SCHEDULE)) {
        String key = one.name() + "/" + alarm.name();
        raised.add(key);
        raise(Occasion.ALARM, one.name(), key, "", alarm.text(), alarm.hint(), alarm.since());
      }
    }
    for (String key : List.copyOf(told.keySet())) {
      if (key.startsWith(one.name() + "/") && !raised.contains(key) && isKnown(one, key)) {
        over(one.name(), key, key.substring(one.name().length() + 1) + " is well again");
      }
    }
    one.schedules().forEach(schedule -> schedule(one, schedule));
  }

  private void unreadable(InstanceStatus one) {
    String key = one.name() + "/unknown";
    if (one.window().isPresent()) {
      over(one.name(), key, "the catalog can be read again");
    } else if (!one.problems().isEmpty()) {
      String what = one.problems().getFirst();
      raise(Occasion.ALARM, one.name(), key, "", what, "The service's log says more.", now);
    }
  }

  /// Whether the absence of an alarm means that all is well.
  private static boolean isKnown(InstanceStatus one, String key) {
    String name = key.substring(one.name().length() + 1);
    if (name.startsWith("run/") || name.equals("unknown")) {
      return false;
    }
    if (name.equals("free-space")) {
      return one.freePercent().isPresent();
    }
    return one.window().isPresent()
        && (!OF_SERVER.contains(name) || one.archiving().failedCount().isPresent());
  }

  /// A run that failed on another node is told by that node.
  private void schedule(InstanceStatus one, ScheduleStatus schedule) {
    String key = one.name() + "/run/" + schedule.name();
    if (schedule.lastOk().isEmpty()) {
      return;
    }
    if (schedule.lastOk().get()) {
      over(one.name(), key, "schedule " + schedule.name() + " succeeded: " + schedule.lastResult());
    } else if (!schedule.lastResult().startsWith("failed on ")) {
      Instant run = schedule.lastRun().orElse(now);
      raise(
          Occasion.FAILURE,
          one.name(),
          key,
          run.toString(),
          "schedule " + schedule.name() + " " + schedule.lastResult(),
          "The log of the node that tried says more.",
          run);
    }
  }

  /// @param state another one of the same matter is told again, but not what stood at the start
  private void raise(
      Occasion occasion,
      String instance,
      String key,
      String state,
      String what,
      String hint,
      Instant since) {
    String before = told.put(key, state);
    boolean stoodAtStart = !instance.equals(SERVICE) && !seen.contains(instance);
    boolean known = before != null && (stoodAtStart || before.equals(state));
    if (!known) {
      news.add(new News(occasion, node, instance, key, what, hint, since));
    }
  }

  private void over(String instance, String key, String what) {
    if (told.remove(key) != null) {
      news.add(new News(Occasion.RECOVERY, node, instance, key, what, "", now));
    }
  }

  private static String instanceOf(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }
}
