package io.jbackup.scheduler.round;

import java.time.Instant;

/// One due moment of one schedule of one instance. All nodes mean the same round by it.
public record Round(String instance, String schedule, Instant due) {
  /// Whether both are of the same schedule.
  public boolean isOfSameSchedule(Round other) {
    return instance.equals(other.instance) && schedule.equals(other.schedule);
  }

  @Override
  public String toString() {
    return instance + "/" + schedule + " of " + due;
  }
}
