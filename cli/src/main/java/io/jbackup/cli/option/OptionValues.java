package io.jbackup.cli.option;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.Units;
import io.jbackup.catalog.error.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Checks and reads the values of options by their kinds.
final class OptionValues {
  private static final Map<String, Boolean> WORDS =
      Map.of(
          "true", true, "yes", true, "on", true, "1", true, "false", false, "no", false, "off",
          false, "0", false);

  private OptionValues() {}

  /// Throws UsageException when the text is not a value of the option.
  static void check(Option option, String text) {
    if (text.isEmpty()) {
      throw new UsageException(
          "option " + option.bothNames() + " has an empty value",
          "Give it a value, or leave the option away.");
    }
    switch (option.kind()) {
      case FLAG, TEXT -> {}
      case PATH -> path(option, text);
      case INTEGER -> integer(option, text);
      case DURATION -> milliseconds(option, text);
      case SIZE -> kilobytes(option, text);
      case CHOICE -> choice(option, text);
      case BOOLEAN -> bool(option, text);
      case CONFIG -> config(option, text);
    }
  }

  private static void path(Option option, String text) {
    if (!text.startsWith("/")) {
      throw new UsageException(
          option.bothNames() + " must be an absolute path",
          "Write the path from the root, instead of \"" + text + "\".");
    }
    if (text.indexOf('\0') >= 0) {
      throw invalid(option, text, "a path has no zero byte");
    }
  }

  private static void config(Option option, String text) {
    ConfigKey key = option.key().orElseThrow();
    switch (key) {
      case PGDATA, LOG_DIRECTORY -> path(option, text);
      case EXTERNAL_DIRS -> externalDirs(option, text);
      default -> Units.toBase(key, text);
    }
  }

  private static void externalDirs(Option option, String text) {
    if (!text.equals("none")) {
      throw new UsageException(
          option.bothNames() + " takes only \"none\"",
          "A backup through the replication protocol holds the cluster and its tablespaces; save"
              + " other directories with another tool.");
    }
  }

  static long integer(Option option, String text) {
    long value;
    try {
      value = Long.decode(text.strip());
    } catch (NumberFormatException _) {
      throw invalid(option, text, "it must be a number");
    }
    return inRange(option, text, value, "");
  }

  static long kilobytes(Option option, String text) {
    long value = Units.kilobytes(option.label(), text);
    return inRange(option, text, value, " kB");
  }

  private static long inRange(Option option, String text, long value, String unit) {
    if (value < option.min() || value > option.max()) {
      throw invalid(option, text, "the range is " + option.min() + " to " + option.max() + unit);
    }
    return value;
  }

  static long milliseconds(Option option, String text) {
    return Units.milliseconds(option.label(), text, option.unit());
  }

  /// The one choice that begins with the text, in any case.
  static String choice(Option option, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> fitting =
        option.choices().stream().filter(choice -> choice.startsWith(lower)).toList();
    if (fitting.size() != 1) {
      throw invalid(option, text, "it takes one of " + String.join(", ", option.choices()));
    }
    return fitting.getFirst();
  }

  static boolean bool(Option option, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<Boolean> fitting =
        WORDS.entrySet().stream()
            .filter(word -> word.getKey().startsWith(lower))
            .map(Map.Entry::getValue)
            .distinct()
            .toList();
    if (fitting.size() != 1) {
      throw invalid(option, text, "it takes true, false, yes, no, on, off, 1 or 0");
    }
    return fitting.getFirst();
  }

  private static UsageException invalid(Option option, String text, String why) {
    return new UsageException(
        "invalid value \"" + text + "\" for " + option.bothNames() + ": " + why,
        "Correct the value.");
  }
}
