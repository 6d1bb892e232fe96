package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// troubleshooting.md is found by message, so its headings are texts that somebody prints.
final class TroubleshootingTest {
  /// Not ours: the operating system's, and PostgreSQL's.
  private static final List<String> OF_OTHERS =
      List.of(
          "No space left on device",
          "No locks available",
          "the standby was promoted during online backup");

  private static final Pattern HEADING = Pattern.compile("(?m)^### `([^`]+)`");
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  @Test
  void everyMessageInAHeadingIsInTheCode() throws IOException {
    String code = code();
    List<String> headings =
        HEADING
            .matcher(Files.readString(Path.of("troubleshooting.md")))
            .results()
            .map(heading -> heading.group(1))
            .toList();

    assertThat(headings).hasSizeGreaterThan(20);
    assertThat(headings)
        .filteredOn(heading -> !OF_OTHERS.contains(heading))
        .allSatisfy(heading -> assertThat(code.contains(heading)).as(heading).isTrue());
  }

  /// All sources, with string literals joined that are broken over lines.
  private static String code() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String module : List.of("catalog", "backup-core", "archive-push", "scheduler", "cli")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          all.append(Files.readString(file).replace("\\\"", "\"")).append('\n');
        }
      }
    }
    return JOINT.matcher(all).replaceAll("");
  }
}
