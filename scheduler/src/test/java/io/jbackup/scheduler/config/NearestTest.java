package io.jbackup.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "thraeds, threads",
    "Threads, threads",
    "delete_wal, delete-wal",
    "compresslevel, compress-level",
    "compres, compress",
    "cronn, cron",
    "corn, cron",
    "catchup, catch-up",
    "catch, catch-up",
  })
  void aMisspeltWordIsRecognized(String written, String meant) {
    assertThat(
            Nearest.to(
                written,
                List.of("cron", "catch-up", "threads", "compress", "compress-level", "delete-wal")))
        .contains(meant);
  }

  @Test
  void aWordOfItsOwnIsLikeNone() {
    assertThat(Nearest.to("retries", List.of("cron", "threads", "dir", "query"))).isEmpty();
  }
}
