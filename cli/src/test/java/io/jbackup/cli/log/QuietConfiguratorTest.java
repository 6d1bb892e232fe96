package io.jbackup.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class QuietConfiguratorTest {
  @Test
  void aLibraryCannotPrint() {
    assertThat(LoggerFactory.getLogger("some.library").isErrorEnabled()).isFalse();
  }
}
