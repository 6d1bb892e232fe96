package io.jbackup.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.store.s3.S3Traffic.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrafficTextTest {
  @Test
  void allOperationsAreSummedUp() {
    assertThat(
            TrafficText.of(
                List.of(
                    new Use("GetObject", 3, 1, 0, 50_000_000), new Use("PutObject", 4, 0, 700, 0))))
        .isEqualTo(
            "Object store: 7 requests, 1 of them repeated, 700B sent, 48MB received"
                + " (GetObject 3, PutObject 4)");
  }
}
