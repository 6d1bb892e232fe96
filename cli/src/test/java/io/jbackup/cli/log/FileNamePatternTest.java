package io.jbackup.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileNamePatternTest {
  private static String expand(String pattern) {
    return FileNamePattern.expand(
        pattern, Instant.parse("2026-11-02T15:04:05Z"), ZoneOffset.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "jbackup.log, jbackup.log",
    "j-%Y-%m-%d_%H%M%S.log, j-2026-11-02_160405.log",
    "%y%j-%I%p, 26306-04PM",
    "%a %A %b %B, Mon Monday Nov November",
    "%F%z, 2026-11-02+0100",
    "100%%, 100%",
    "%s, 1793631845",
    "%u, 1",
  })
  void sequencesStandForTheTime(String pattern, String name) {
    assertThat(expand(pattern)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "%Q", "log%"})
  void whatIsNoFileNameIsRefused(String pattern) {
    assertThatThrownBy(() -> expand(pattern)).isInstanceOf(UsageException.class);
  }
}
