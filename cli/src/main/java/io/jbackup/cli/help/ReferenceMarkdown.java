package io.jbackup.cli.help;

import io.jbackup.catalog.error.ExitCode;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.option.OptionGroup;
import io.jbackup.cli.option.Verb;
import java.util.List;

/// The reference of verbs, options and exit codes as Markdown, made from their declarations.
public final class ReferenceMarkdown {
  private ReferenceMarkdown() {}

  public static String text() {
    StringBuilder text = new StringBuilder("# Reference of verbs and options\n");
    text.append(
        """

        Made by `jbackup help --reference`. An option is taken from the command line, else from the
        environment, else from the instance's configuration (*stored* options), else it has its
        default. An option of a kind that takes a unit also takes a bare number, in the unit named
        here. Time: `ms s min h d`. Memory: `kB MB GB TB`.
        """);
    for (Verb verb : Verb.values()) {
      verb(text, verb);
    }
    text.append("\n## Exit codes\n\n| Code | Meaning |\n|---|---|\n");
    for (ExitCode code : ExitCode.values()) {
      text.append("| " + code.code() + " | " + code.meaning() + " |\n");
    }
    return text.toString();
  }

  private static void verb(StringBuilder text, Verb verb) {
    text.append("\n## ").append(verb.label()).append("\n\n");
    text.append(verb.summary()).append("\n\n");
    table(text, verb.ownOptions());
    for (OptionGroup group : verb.groups()) {
      text.append("\n").append(group.title()).append(":\n\n");
      table(text, group.optionsOf(verb));
    }
  }

  private static void table(StringBuilder text, List<Option> options) {
    text.append("| Option | Value | Default | Environment | Stored | Meaning |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Option option : options) {
      text.append("| ").append(names(option));
      cell(text, option.isFlag() ? "" : code(value(option)));
      cell(text, code(option.defaultText()));
      cell(text, code(option.environment()));
      cell(text, option.key().isPresent() ? "yes" : "");
      cell(text, option.help());
      text.append(" |\n");
    }
  }

  private static String names(Option option) {
    StringBuilder names = new StringBuilder();
    if (!option.shortName().isEmpty()) {
      names.append('`').append(option.shortName()).append("` ");
    }
    option.names().forEach(name -> names.append('`').append(name).append("` "));
    return names.toString().strip();
  }

  private static String value(Option option) {
    String unit = option.unit().isEmpty() ? "" : ", " + option.unit();
    boolean ranged = option.max() != Long.MAX_VALUE;
    String range = ranged ? ", " + option.min() + " to " + option.max() : "";
    return option.placeholder() + unit + range;
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static void cell(StringBuilder text, String value) {
    text.append(" | ").append(value.replace("|", "\\|"));
  }
}
