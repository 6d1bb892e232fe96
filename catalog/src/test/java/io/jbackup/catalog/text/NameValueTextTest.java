package io.jbackup.catalog.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameValueTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"plain", "with blank", "it's", "a # b", "''", " ", "a = b", "'", "ä"})
  void aLineIsReadAsItWasWritten(String value) {
    assertThat(NameValueText.parse(NameValueText.line("name", value, false) + "\n"))
        .containsExactlyEntriesOf(Map.of("name", value));
  }

  @Test
  void commentsAndBlankLinesAreSkipped() {
    assertThat(NameValueText.parse("# a\n\n  a = 1 # one\n\tb='2' # two\n"))
        .containsEntry("a", "1")
        .containsEntry("b", "2")
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no equals sign", "= 1", "a = 'open", "a = 'b' c"})
  void whatCannotBeReadIsRefusedWithItsLine(String line) {
    assertThatThrownBy(() -> NameValueText.parse("x = 1\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2");
  }
}
