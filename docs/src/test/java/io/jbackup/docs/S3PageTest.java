package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.store.s3.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class S3PageTest {
  @Test
  void theSettingsAreThoseThatTheReaderKnows() throws IOException {
    String page = Files.readString(Path.of("s3.md"));
    String table = page.substring(page.indexOf("| name | meaning | without it |"));

    assertThat(table.lines().skip(2))
        .containsExactlyElementsOf(
            Arrays.stream(SettingKey.values())
                .map(key ->
                    "| `%s` | %s | %s |".formatted(key.label(), key.meaning(), key.fallback()))
                .toList());
  }
}
