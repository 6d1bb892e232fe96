package io.jbackup.archivepush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogTest {
  @Test
  void timesAreThoseOfTheCalendar() {
    DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss x", Locale.ROOT);
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long time = random.nextLong(0, 250_000_000_000_000L);
      assertThat(Timestamp.format(time))
          .isEqualTo(form.format(Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC)));
    }
  }

  @Test
  void aLineHasTimeProcessThreadAndLevel() {
    LogLine line = new LogLine(1_700_000_000_000L, 3, Level.WARNING, "text", "do this", 42);

    assertThat(line.plain(true))
        .isEqualTo(
            """
            2023-11-14 22:13:20 +00 [42]: [3]: WARNING: text
            2023-11-14 22:13:20 +00 [42]: [3]: HINT: do this\
            """);
  }

  @Test
  void jsonIsEscaped() {
    LogLine line = new LogLine(0, 1, Level.ERROR, "a \"b\" \\ \n\t\u0001", "", 1);

    assertThat(line.json())
        .isEqualTo(
            "{\"ts\":\"1970-01-01 00:00:00 +00\",\"pid\":1,\"level\":\"ERROR\","
                + "\"msg\":\"a \\\"b\\\" \\\\ \\n\\u0009\\u0001\",\"my_thread_num\":1}");
  }

  @Test
  void fileNamesAreExpanded() {
    assertThat(LogFile.expand("a-%Y%m%d_%H%M%S%%.log", 1_700_000_000_000L))
        .isEqualTo("a-20231114_221320%.log");
    assertThatThrownBy(() -> LogFile.expand("%Q", 0)).isInstanceOf(UsageException.class);
  }
}
