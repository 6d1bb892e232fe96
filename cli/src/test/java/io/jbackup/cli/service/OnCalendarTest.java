package io.jbackup.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The expected texts were held against `systemd-analyze calendar` of systemd 252.
final class OnCalendarTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 3 * * ?           | *-*-* 03:00:00",
        "0/3 * * * * ?         | *-*-* *:*:0/3",
        "0 */15 * * * ?        | *-*-* *:0/15:00",
        "0 0 8-18 * * ?        | *-*-* 8..18:00:00",
        "0 0 8-18/2 * * ?      | *-*-* 8..18/2:00:00",
        "0 0,30 3,15 * * ?     | *-*-* 03,15:00,30:00",
        "0 0 0 1 JAN,jul ?     | *-01,07-01 00:00:00",
        "0 0 0 1 4-10 ?        | *-4..10-01 00:00:00",
      })
  void timesAreWrittenAsSystemdHasThem(String cron, String calendar) {
    assertThat(OnCalendar.of(cron)).contains(calendar.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 0 3 */2 * ? | *-*-1/2 03:00:00", "0 0 3 1 */3 ? | *-1/3-01 03:00:00"})
  void stepsOfDaysAndMonthsBeginAtOne(String cron, String calendar) {
    assertThat(OnCalendar.of(cron)).contains(calendar.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 5 ? * SUN     | Sun *-*-* 05:00:00",
        "0 0 5 ? * 1       | Sun *-*-* 05:00:00",
        "0 0 5 ? * 7       | Sat *-*-* 05:00:00",
        "0 0 5 ? * mon-fri | Mon,Tue,Wed,Thu,Fri *-*-* 05:00:00",
        "0 30 1 ? * 2-6    | Mon,Tue,Wed,Thu,Fri *-*-* 01:30:00",
        "0 0 5 ? * 2,4     | Mon,Wed *-*-* 05:00:00",
        "0 0 5 ? * 2/2     | Mon,Wed,Fri *-*-* 05:00:00",
        "0 0 5 ? * SUN-TUE | Sun,Mon,Tue *-*-* 05:00:00",
        "0 0 5 ? * FRI-MON | Fri,Sat,Sun,Mon *-*-* 05:00:00",
      })
  void daysOfTheWeekAreCountedFromSunday(String cron, String calendar) {
    assertThat(OnCalendar.of(cron)).contains(calendar.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 3 L * ?",
        "0 0 3 l * ?",
        "0 0 3 L-3 * ?",
        "0 0 3 15W * ?",
        "0 0 3 LW * ?",
        "0 0 3 ? * 6L",
        "0 0 3 ? * FRIL",
        "0 0 3 ? * MON#2",
        "0 0 3 * * ? 2027",
        "0 0 22-2 * * ?",
        "0 0 3 1 NOV-FEB ?",
      })
  void whatSystemdCannotSayIsLeftOut(String cron) {
    assertThat(OnCalendar.of(cron)).isEmpty();
  }
}
