package io.jbackup.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "0, 0",
    "1, 1B",
    "10239, 10239B",
    "10240, 10kB",
    "10751, 10kB",
    "10752, 11kB",
    "10484735, 10239kB",
    "10485247, 10239kB",
    "10485248, 10MB",
    "10485760, 10MB",
    "16777216, 16MB",
    "10484711424, 9999MB",
    "10736369664, 10239MB",
    "10736893952, 10GB",
    "1099511627776, 1024GB",
    "10995116277760, 10TB",
  })
  void sizesHaveTheLargestUnitThatFits(long bytes, String text) {
    assertThat(Amounts.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-5, 0",
    "7, 7ms",
    "1000, 1s",
    "1500, 1s:500ms",
    "59000, 59s",
    "60000, 1m:0s",
    "906000, 15m:6s",
    "3900000, 1h:5m",
    "90000000, 1d:1h",
  })
  void durationsHaveTwoUnits(long milliseconds, String text) {
    assertThat(Amounts.duration(Duration.ofMillis(milliseconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"454, 100, 4.54", "1, 3, 0.33", "0, 5, 1.00", "5, 0, 1.00", "2, 2, 1.00"})
  void ratiosHaveTwoDigits(long whole, long part, String text) {
    assertThat(Amounts.ratio(whole, part)).isEqualTo(text);
  }
}
