package io.jbackup.cli.window;

import java.util.Map;
import java.util.stream.Stream;

/// How a drawing looks on the place that it is written to.
///
/// @param columns how wide that is
public record Look(int columns, boolean unicode, boolean colours) {
  /// Below this, nothing can be told apart.
  static final int NARROWEST = 40;

  public Look {
    columns = Math.max(NARROWEST, columns);
  }

  /// What a place in a drawing stands for.
  enum Ink {
    NOTHING(' ', ' ', ""),
    COVERED('█', '#', "32"),
    HOLE('░', '-', "31"),
    BOTH('▒', '%', "33"),
    PENDING('·', '.', "2"),
    BRANCH_OFF('└', '\\', ""),
    BACKUP('▼', 'v', "1"),
    UNUSABLE('×', 'x', "31"),
    AXIS('─', '-', "2"),
    TICK('┬', '+', "2"),
    NOW('┤', '|', "2");

    final char unicode;
    final char ascii;
    final String colour;

    Ink(char unicode, char ascii, String colour) {
      this.unicode = unicode;
      this.ascii = ascii;
      this.colour = colour;
    }
  }

  char symbol(Ink ink) {
    return unicode ? ink.unicode : ink.ascii;
  }

  String dash() {
    return unicode ? "…" : "...";
  }

  /// A symbol in its colour, for a legend.
  String sample(Ink ink) {
    return paint(Character.toString(symbol(ink)), ink);
  }

  String paint(String text, Ink ink) {
    return colours && !ink.colour.isEmpty()
        ? "\u001b[" + ink.colour + "m" + text + "\u001b[0m"
        : text;
  }

  /// Whether the locale that the environment names writes UTF-8: the first of LC_ALL, LC_CTYPE and
  /// LANG that is set tells.
  public static boolean isUtf8(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .filter(value -> value.matches("(?i).*\\.utf-?8(@.*)?"))
        .isPresent();
  }
}
