package io.jbackup.catalog.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-22T01:44:59.9Z, UTC, 2026-11-22 01:44:59+00",
    "2026-01-02T03:04:05Z, Asia/Kolkata, 2026-01-02 08:34:05+05:30",
    "2026-07-02T03:04:05Z, America/St_Johns, 2026-07-02 00:34:05-02:30",
    "2026-07-02T03:04:05Z, America/New_York, 2026-07-01 23:04:05-04",
  })
  void aTimeIsWrittenAsPostgreSqlDoes(Instant time, String zone, String text) {
    assertThat(ControlTime.format(time, ZoneId.of(zone))).isEqualTo(text);
    assertThat(ControlTime.parse(text)).contains(Instant.ofEpochSecond(time.getEpochSecond()));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22 01:44:59.25+00, 2026-11-22T01:44:59.25Z",
    "2026-11-22 01:44:59.123456-03:30, 2026-11-22T05:14:59.123456Z",
  })
  void aFractionIsRead(String text, Instant time) {
    assertThat(ControlTime.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-22",
        "2026-11-22 01:44",
        "2026-11-22 01:44:59",
        "2026-11-22T01:44:59+00",
        "2026-13-22 01:44:59+00",
        "2026-11-22 01:44:59+0",
        "2026-11-22 01:44:59+99",
        "2026-11-22 01:44:59 +00",
        "tomorrow at nine in the morning+00"
      })
  void whatIsNoTimeIsNotGuessed(String text) {
    assertThat(ControlTime.parse(text)).isEmpty();
  }
}
