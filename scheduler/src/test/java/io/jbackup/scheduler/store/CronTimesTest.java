package io.jbackup.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.scheduler.config.Schedule;
import io.jbackup.scheduler.config.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class CronTimesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:30:00Z");

  private static CronTimes daily(String zone) {
    return of("0 0 3 * * ?", zone);
  }

  private static CronTimes of(String cron, String zone) {
    return new CronTimes(
        new Schedule("full", new Work.Validate(1), cron, ZoneId.of(zone), Duration.ZERO));
  }

  @Test
  void theNextTimeIsThatOfTheSchedulesZone() {
    assertThat(daily("UTC").after(NOW)).contains(Instant.parse("2026-11-23T03:00:00Z"));
    assertThat(daily("Europe/Vienna").after(NOW)).contains(Instant.parse("2026-11-23T02:00:00Z"));
  }

  @Test
  void theNewestMissedTimeIsFoundAsFarBackAsAsked() {
    assertThat(daily("UTC").newest(NOW, Duration.ofHours(7)))
        .contains(Instant.parse("2026-11-22T03:00:00Z"));
    assertThat(daily("UTC").newest(NOW, Duration.ofHours(6))).isEmpty();
    assertThat(daily("UTC").newest(NOW, Duration.ofDays(30)))
        .contains(Instant.parse("2026-11-22T03:00:00Z"));
  }

  @Test
  void ofManyMissedTimesTheNewestCounts() {
    assertThat(of("0/7 * * * * ?", "UTC").newest(NOW.plusSeconds(20), Duration.ofDays(7)))
        .contains(NOW.plusSeconds(14));
  }

  @Test
  void aTimeIsMissedFromItsOwnMomentOn() {
    Instant due = Instant.parse("2026-11-22T03:00:00Z");
    assertThat(daily("UTC").newest(due, Duration.ZERO)).contains(due);
    assertThat(daily("UTC").newest(due.minusMillis(1), Duration.ofHours(1))).isEmpty();
  }

  @Test
  void whatIsNoCronExpressionIsRefusedWithItsText() {
    assertThatThrownBy(() -> of("every day", "UTC"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("every day");
  }
}
