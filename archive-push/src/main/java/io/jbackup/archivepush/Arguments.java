package io.jbackup.archivepush;

import io.jbackup.catalog.error.UsageException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A command line after the program's name, as getopt_long of GNU reads it: `--name=value`, `--name
/// value`, unique abbreviations of long names, `-Bvalue`, `-B value`. By hand, because a library
/// for it costs more time than archiving a segment.
final class Arguments {
  private final Verb verb;
  private final Map<Option, String> values = new EnumMap<>(Option.class);

  private Arguments(Verb verb) {
    this.verb = verb;
  }

  static Arguments parse(Verb verb, String[] words) {
    Arguments arguments = new Arguments(verb);
    for (int at = 0; at < words.length; at++) {
      at = arguments.word(words, at);
    }
    arguments.refuseRemoteMode();
    return arguments;
  }

  /// Reads the option at an index, and returns the index of its last word.
  private int word(String[] words, int at) {
    String word = words[at];
    if (word.startsWith("--") && word.length() > 2) {
      return longOption(words, at);
    }
    if (word.length() > 1 && word.charAt(0) == '-' && word.charAt(1) != '-') {
      return shortOption(words, at);
    }
    throw usage("unexpected argument \"" + word + "\"");
  }

  private int longOption(String[] words, int at) {
    String word = words[at];
    int equals = word.indexOf('=');
    Option option = find(equals < 0 ? word.substring(2) : word.substring(2, equals));
    if (!option.takesValue()) {
      if (equals >= 0) {
        throw usage("option " + option.label() + " takes no value");
      }
      set(option, "");
      return at;
    }
    if (equals >= 0) {
      set(option, word.substring(equals + 1));
      return at;
    }
    set(option, valueAfter(words, at, option));
    return at + 1;
  }

  private int shortOption(String[] words, int at) {
    String word = words[at];
    Option option = find(word.charAt(1));
    if (!option.takesValue()) {
      if (word.length() > 2) {
        throw usage("option -" + word.charAt(1) + " takes no value");
      }
      set(option, "");
      return at;
    }
    if (word.length() > 2) {
      set(option, word.substring(2));
      return at;
    }
    set(option, valueAfter(words, at, option));
    return at + 1;
  }

  private String valueAfter(String[] words, int at, Option option) {
    if (at + 1 == words.length) {
      throw usage("option " + option.label() + " needs a value");
    }
    return words[at + 1];
  }

  private Option find(char letter) {
    for (Option option : Option.all()) {
      if (option.letter() == letter && verb.takes(option)) {
        return option;
      }
    }
    throw usage("unknown option \"-" + letter + "\"");
  }

  private Option find(String name) {
    Option found = null;
    for (Option option : Option.all()) {
      if (verb.takes(option) && option.longName().startsWith(name)) {
        if (option.longName().length() == name.length()) {
          return option;
        }
        if (option.help().isEmpty()) {
          continue;
        }
        if (found != null) {
          throw usage(
              "option \"--" + name + "\" is ambiguous: " + found.label() + " or " + option.label());
        }
        found = option;
      }
    }
    if (found == null) {
      throw usage("unknown option \"--" + name + "\"");
    }
    return found;
  }

  private void set(Option option, String value) {
    if (value.isEmpty() && option.takesValue()) {
      throw usage("option " + option.label() + " needs a value that is not empty");
    }
    if (values.containsKey(option) && !option.repeatable()) {
      throw usage("option " + option.label() + " should be specified only once");
    }
    values.put(option, value);
  }

  private void refuseRemoteMode() {
    String proto = get(Option.REMOTE_PROTO);
    if ("none".equals(proto)) {
      return;
    }
    for (Option option : Option.all()) {
      if (has(option) && (option.remote() || option == Option.REMOTE_PROTO)) {
        throw new UsageException(
            "option " + option.label() + " is not supported: jbackup has no remote mode",
            "Make the catalog reachable as a directory on this host and remove the --remote-* and"
                + " --ssh-* options, or add --remote-proto=none.");
      }
    }
  }

  private UsageException usage(String message) {
    return new UsageException(
        message, "Try \"jbackup " + verb.label() + " --help\" for a list of options.");
  }

  boolean has(Option option) {
    return values.containsKey(option);
  }

  /// What was given, null when it was not.
  @Nullable String get(Option option) {
    return values.get(option);
  }

  /// What was given, or a UsageException that names the option.
  String require(Option option) {
    String value = get(option);
    if (value == null) {
      throw usage("Required parameter not specified: " + option.label());
    }
    return value;
  }

  /// A count of at least one.
  int count(Option option, int byDefault) {
    String value = get(option);
    if (value == null) {
      return byDefault;
    }
    int count = 0;
    try {
      count = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw invalidCount(option, value, e);
    }
    if (count < 1) {
      throw invalidCount(option, value, null);
    }
    return count;
  }

  private static UsageException invalidCount(
      Option option, String value, @Nullable NumberFormatException cause) {
    return new UsageException(
        "invalid value \"" + value + "\" for " + option.label() + ": it must be a number from 1 on",
        "Correct the value.",
        cause);
  }
}
