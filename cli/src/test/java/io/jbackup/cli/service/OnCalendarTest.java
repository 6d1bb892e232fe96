package io.jbackup.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OnCalendarTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 3 * * ?       | *-*-* 03:00:00
          0 0 5 ? * SUN     | SUN *-*-* 05:00:00
          0 30 1 ? * 2-6    | Mon..Fri *-*-* 01:30:00
          0 0 0 1 JAN,7 ?   | *-01,07-01 00:00:00
          0 */15 * * * ?    | *-*-* *:0/15:00
          0 0 4 */2 * ?     | *-*-1/2 04:00:00
          0 0 8-18 * * ?    | *-*-* 8..18:00:00
          """)
  void whatSystemdCanSayIsSaidInItsWords(String cron, String calendar) {
    assertThat(OnCalendar.of(cron)).contains(calendar);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 3 L * ?",
        "0 0 3 15W * ?",
        "0 0 3 ? * 6#3",
        "0 0 3 ? * FRIL",
        "0 0 3 * * ? 2030"
      })
  void whatItCannotSayIsLeftOut(String cron) {
    assertThat(OnCalendar.of(cron)).isEmpty();
  }

  @Test
  void sundayIsTheFirstDayOfTheWeek() {
    assertThat(OnCalendar.of("0 0 3 ? * 1")).contains("Sun *-*-* 03:00:00");
  }
}
