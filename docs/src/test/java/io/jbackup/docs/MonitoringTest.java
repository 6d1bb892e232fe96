package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbackup.scheduler.web.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dashboard, alert rules and page name the metrics that the service exposes.
final class MonitoringTest {
  private static final Pattern NAME = Pattern.compile("\\bjbackup_\\w+");

  private static Set<String> exposed() {
    return Arrays.stream(Metric.values()).map(Metric::metricName).collect(Collectors.toSet());
  }

  private static Set<String> named(String file) throws IOException {
    return NAME.matcher(Files.readString(Path.of(file)))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "monitoring/jbackup.rules.yml",
        "monitoring/jbackup.test.yml",
        "monitoring/grafana-dashboard.json"
      })
  void everyMetricThatIsAskedForIsExposed(String file) throws IOException {
    assertThat(named(file)).isNotEmpty().isSubsetOf(exposed());
  }

  @Test
  void everyMetricIsDescribedAndNoOther() throws IOException {
    assertThat(named("monitoring.md")).isEqualTo(exposed());
    assertThat(Files.readString(Path.of("monitoring.md")))
        .satisfies(page ->
            assertThat(Metric.values())
                .allSatisfy(metric ->
                    assertThat(page)
                        .contains("| `" + metric.metricName() + "` | ")
                        .contains(metric.help())));
  }

  @Test
  void theDashboardIsJsonWithPanelsThatAsk() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(Path.of("monitoring/grafana-dashboard.json").toFile());

    assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
    assertThat(dashboard.path("panels"))
        .allSatisfy(panel ->
            assertThat(panel.path("targets").path(0).path("expr").asText()).contains("jbackup_"));
  }
}
