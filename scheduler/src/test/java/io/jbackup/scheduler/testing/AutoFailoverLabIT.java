package io.jbackup.scheduler.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AutoFailoverLabIT {
  @Test
  void aLabHasOnePrimaryAndSwitchesOver() throws Exception {
    try (AutoFailoverLab lab = AutoFailoverLab.start()) {
      assertThat(lab.primary()).isEqualTo("a");
      assertThat(lab.switchover()).isEqualTo("b");
    }
  }
}
