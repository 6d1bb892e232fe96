package io.jbackup.cli.help;

import io.jbackup.catalog.error.ExitCode;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.option.OptionGroup;
import io.jbackup.cli.option.ProgramVersion;
import io.jbackup.cli.option.Verb;
import java.util.ArrayList;
import java.util.List;

/// What `help` prints.
public final class HelpText {
  private static final int WIDTH = 96;
  private static final int INDENT = 34;

  private HelpText() {}

  /// All verbs, and the exit codes.
  public static String overview() {
    StringBuilder text = new StringBuilder();
    text.append(ProgramVersion.line()).append(": backup and point-in-time recovery\n\n");
    text.append("Usage: jbackup VERB [options]\n");
    text.append("       jbackup help [VERB] | --version\n\nVerbs:\n");
    for (Verb verb : Verb.values()) {
      entry(text, "  " + verb.label(), verb.summary());
    }
    entry(text, "  help", "Print this text, or the help of a verb.");
    entry(text, "  version", "Print the version.");
    exitCodes(text);
    return text.toString();
  }

  public static String of(Verb verb) {
    StringBuilder text = new StringBuilder("Usage: jbackup " + verb.label() + " [options]\n\n");
    wrap(text, verb.summary(), 0, 0);
    text.append("\nOptions:\n");
    verb.ownOptions().forEach(option -> option(text, option));
    for (OptionGroup group : verb.groups()) {
      text.append('\n').append(group.title()).append(":\n");
      group.optionsOf(verb).forEach(option -> option(text, option));
    }
    exitCodes(text);
    return text.toString();
  }

  private static void option(StringBuilder text, Option option) {
    String value = option.isFlag() ? "" : "=" + option.placeholder();
    String letter = option.shortName().isEmpty() ? "    " : option.shortName() + ", ";
    entry(text, "  " + letter + option.label() + value, option.help() + details(option));
  }

  private static String details(Option option) {
    List<String> details = new ArrayList<>();
    option.names().stream().skip(1).forEach(name -> details.add("also " + name));
    if (!option.unit().isEmpty()) {
      details.add("in " + option.unit() + " where no unit is given");
    }
    if (!option.defaultText().isEmpty()) {
      details.add("default " + option.defaultText());
    }
    if (!option.environment().isEmpty()) {
      details.add("environment " + option.environment());
    }
    return details.isEmpty() ? "" : " (" + String.join("; ", details) + ")";
  }

  private static void exitCodes(StringBuilder text) {
    text.append("\nExit codes:\n");
    for (ExitCode code : ExitCode.values()) {
      entry(text, "  " + code.code(), code.meaning());
    }
  }

  private static void entry(StringBuilder text, String name, String meaning) {
    text.append(name);
    if (name.length() + 1 >= INDENT) {
      text.append('\n');
      wrap(text, meaning, INDENT, 0);
    } else {
      text.append(" ".repeat(INDENT - name.length()));
      wrap(text, meaning, INDENT, INDENT);
    }
  }

  /// Breaks lines between words; the first one begins in column `column`.
  private static void wrap(StringBuilder text, String words, int indent, int column) {
    int used = column;
    for (String word : words.split(" ", -1)) {
      if (used > indent && used + 1 + word.length() > WIDTH) {
        text.append('\n');
        used = 0;
      }
      if (used < indent) {
        text.append(" ".repeat(indent - used));
        used = indent;
      } else if (used > indent) {
        text.append(' ');
        used++;
      }
      text.append(word);
      used += word.length();
    }
    text.append('\n');
  }
}
