package io.jbackup.scheduler.store;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.scheduler.config.Schedule;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/// The due times of a schedule.
public final class CronTimes {
  private static final int WIDER = 8;

  private final CronExpression cron;

  /// Throws UsageException when the schedule's cron expression is none of Quartz's.
  public CronTimes(Schedule schedule) {
    try {
      cron = new CronExpression(schedule.cron());
    } catch (ParseException e) {
      throw new UsageException(
          "schedule '" + schedule.name() + "': cron \"" + schedule.cron() + "\": " + e.getMessage(),
          "Seconds, minutes, hours, day of month, month, day of week: \"0 0 3 * * ?\" is every day"
              + " at three.",
          e);
    }
    cron.setTimeZone(TimeZone.getTimeZone(schedule.zone()));
  }

  /// The first one after a moment; empty when there is none any more.
  public Optional<Instant> after(Instant moment) {
    @Nullable Date next = cron.getTimeAfter(Date.from(moment));
    return next == null ? Optional.empty() : Optional.of(next.toInstant());
  }

  /// The newest one not after `now`, and not more than `back` before it. Cron expressions can only
  /// be read forwards, so the way back is found in growing steps.
  public Optional<Instant> newest(Instant now, Duration back) {
    Duration step = Duration.ofMinutes(1);
    while (true) {
      Duration reach = step.compareTo(back) < 0 ? step : back;
      Optional<Instant> found = newestFrom(now.minus(reach).minusMillis(1), now);
      if (found.isPresent() || reach.equals(back)) {
        return found;
      }
      step = step.multipliedBy(WIDER);
    }
  }

  private Optional<Instant> newestFrom(Instant from, Instant now) {
    Optional<Instant> newest = Optional.empty();
    Optional<Instant> next = after(from);
    while (next.isPresent() && !next.get().isAfter(now)) {
      newest = next;
      next = after(next.get());
    }
    return newest;
  }
}
