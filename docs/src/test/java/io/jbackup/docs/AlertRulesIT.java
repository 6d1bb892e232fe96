package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Prometheus' own tool looks at the alert rules.
final class AlertRulesIT {
  @Test
  void promtoolAcceptsTheRules() throws Exception {
    assertThat(promtool("check", "jbackup.rules.yml")).contains("SUCCESS");
  }

  @Test
  void theRulesFireWhenTheyShallAndOnlyThen() throws Exception {
    assertThat(promtool("test", "jbackup.test.yml")).contains("SUCCESS");
  }

  private static String promtool(String verb, String file)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("promtool", verb, "rules", file)
            .directory(new File("monitoring"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
