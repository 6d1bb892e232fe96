package io.jbackup.scheduler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PatroniLabIT {
  @Test
  void aLabSwitchesOverAndTakesBackAKilledNode() throws Exception {
    try (PatroniLab lab = PatroniLab.lab().start()) {
      assertThat(lab.leader()).isEqualTo("u4");

      assertThat(lab.switchover()).isEqualTo("u5");

      lab.kill9("u4");
      lab.start("u4");
      lab.awaitCalm();
      assertThat(lab.query("u4", "select pg_is_in_recovery()")).isEqualTo("t");
    }
  }
}
