package io.jbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.error.ExitCode;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.option.ProgramVersion;
import io.jbackup.cli.option.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "version"})
  void theVersionIsOneLine(String word) {
    assertThat(new CommandLine().run(word).out()).isEqualTo("jbackup 0.1.0 (PostgreSQL 15-18)\n");
  }

  @Test
  void theVersionIsTheBuilds() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + ProgramVersion.NUMBER + "</version>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-?"})
  void helpListsVerbsAndExitCodes(String word) {
    String text = new CommandLine().run(word).out();

    for (Verb verb : Verb.values()) {
      assertThat(text).contains("\n  " + verb.label() + " ");
    }
    for (ExitCode code : ExitCode.values()) {
      assertThat(text)
          .containsPattern("\n  " + code.code() + " +" + code.meaning().substring(0, 20));
    }
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void aVerbsHelpListsItsOptions(Verb verb) {
    String text = new CommandLine().run("help", verb.label()).out();

    assertThat(new CommandLine().run(verb.label(), "--help").out()).isEqualTo(text);
    // A name may stand for different options of different verbs.
    List<String> taken = verb.options().stream().map(Option::label).toList();
    for (Option option : Option.values()) {
      boolean listed = text.matches("(?s).*\n  (-., |    )" + option.label() + "[ =\n].*");
      assertThat(listed).as(option.label()).isEqualTo(taken.contains(option.label()));
    }
    assertThat(text.lines()).allMatch(line -> line.length() <= 96);
  }

  @Test
  void helpMayFollowOtherOptions() {
    assertThat(new CommandLine().run("show", "--instance", "x", "--help").out())
        .startsWith("Usage: jbackup show");
  }

  @Test
  void everyOptionHasHelpAndAVerb() {
    for (Option option : Option.values()) {
      assertThat(option.help()).as(option.label()).endsWith(".");
      assertThat(Verb.values()).as(option.label()).anyMatch(verb -> verb.takes(option));
    }
  }

  @Test
  void theReferenceHasASectionForEachVerb() {
    String text = new CommandLine().run("help", "--reference").out();

    for (Verb verb : Verb.values()) {
      assertThat(text).contains("\n## " + verb.label() + "\n");
    }
    assertThat(text).contains("| `-j` `--threads` | `N, 1 to 128` | `1` |");
  }
}
