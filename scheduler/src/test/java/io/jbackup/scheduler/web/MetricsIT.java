package io.jbackup.scheduler.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.scheduler.web.metrics.Metric;
import io.jbackup.scheduler.web.metrics.MetricsText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsIT {
  @Test
  void promtoolFindsNoFault(@TempDir Path directory) throws Exception {
    Path metrics =
        Files.writeString(directory.resolve("metrics"), MetricsText.of(Snapshots.everything()));
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(metrics.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  @Test
  void everyMetricIsExposedByAServiceThatKnowsAll() {
    String text = MetricsText.of(Snapshots.everything());

    assertThat(Arrays.stream(Metric.values()).map(Metric::metricName))
        .allSatisfy(name -> assertThat(text).contains("# TYPE " + name + " "));
  }

  @Test
  void labelsAreEscapedAndTimesAreSeconds() {
    assertThat(MetricsText.of(Snapshots.everything()))
        .contains("jbackup_wal_ready_segments{pg_instance=\"SHOP<&\\\"1\"} 412\n")
        .contains("jbackup_last_backup_age_seconds{pg_instance=\"PGPBACKUP1\"} 64800\n")
        .contains("jbackup_s3_requests_total{operation=\"PutObject\"} 412\n")
        .contains("jbackup_window_holes{pg_instance=\"SHOP<&\\\"1\"} 1\n")
        .contains("jbackup_last_drill_success{pg_instance=\"SHOP<&\\\"1\"} 0\n")
        .contains("jbackup_alarm{pg_instance=\"SHOP<&\\\"1\",alarm=\"free-space\"} 1\n")
        .contains("jbackup_catalog_free_ratio{pg_instance=\"PGPBACKUP1\"} 0.413\n")
        .doesNotContain("jbackup_window_holes{pg_instance=\"LOST\"}");
  }
}
