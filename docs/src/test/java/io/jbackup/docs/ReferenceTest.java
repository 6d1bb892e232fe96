package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.cli.help.ReferenceMarkdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReferenceTest {
  private static final Path PAGE = Path.of("reference.md");
  private static final String GENERATED = "# Reference of verbs and options";

  /// `jbackup help --reference` prints the part in question.
  @Test
  void theReferenceIsTheOneOfTheDeclaredOptions() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(page).contains(GENERATED);
    assertThat(page.substring(page.indexOf("\n" + GENERATED) + 1))
        .as("the second part of docs/reference.md is what `jbackup help --reference` prints")
        .isEqualTo(ReferenceMarkdown.text());
  }
}
