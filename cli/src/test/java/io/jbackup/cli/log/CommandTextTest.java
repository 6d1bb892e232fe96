package io.jbackup.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          host=a password=secret user=b              | host=a password=*** user=b
          host=a password = 'se cret' user=b         | host=a password = *** user=b
          password='it\\'s secret'                   | password=***
          sslpassword=x PASSWORD=y                   | sslpassword=*** PASSWORD=***
          postgresql://me:p%40ss@db:5432/x           | postgresql://me:***@db:5432/x
          postgres://me@db/x?password=p&sslmode=require | postgres://me@db/x?password=***&sslmode=require
          postgres://me@db/x                         | postgres://me@db/x
          """)
  void passwordsAreMasked(String text, String masked) {
    assertThat(CommandText.mask(text)).isEqualTo(masked);
  }

  @Test
  void wordsAreQuotedForAShell() {
    assertThat(CommandText.of("jbackup", List.of("backup", "--note=it's done", "-B", "/a b", "")))
        .isEqualTo("jbackup backup '--note=it'\\''s done' -B '/a b' ''");
  }
}
