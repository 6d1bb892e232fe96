package io.jbackup.scheduler.web;

import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.ServiceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Whether somebody should look after the service or what it looks after.
public final class Health {
  /// A look takes seconds; one that takes so long hangs.
  private static final Duration STALE = Duration.ofMinutes(15);

  private Health() {}

  /// Why not all is well, a line for each; empty when it is. Raised alarms, problems of the service
  /// itself, an instance that nothing is known of, and one that was not looked at for 15 minutes.
  public static List<String> reasons(ServiceStatus status) {
    List<String> reasons = new ArrayList<>();
    status.problems().forEach(problem -> reasons.add("service: " + problem));
    for (InstanceStatus one : status.instances()) {
      one.alarms()
          .forEach(
              alarm -> reasons.add(one.name() + ": alarm " + alarm.name() + ": " + alarm.text()));
      if (one.window().isEmpty() && one.alarms().isEmpty()) {
        one.problems().forEach(problem -> reasons.add(one.name() + ": " + problem));
      }
      Duration silence = Duration.between(one.here().decidedAt(), status.at());
      if (silence.compareTo(STALE) > 0) {
        reasons.add(one.name() + ": not looked at for " + silence.toMinutes() + " minutes");
      }
    }
    return List.copyOf(reasons);
  }
}
