package io.jbackup.core.restore;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of postgresql.conf and postgresql.auto.conf (PostgreSQL documentation, "Parameter
/// Interaction via the Configuration File"; the quoting is guc-file.l's).
final class ConfText {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*([A-Za-z_][A-Za-z0-9_$.]*)(?:\\s*=\\s*|\\s+)('(?:[^'\\\\]|''|\\\\.)*'|[^\\s#]*).*");

  private ConfText() {}

  /// A value in single quotes, so that PostgreSQL reads back exactly `value`.
  static String quote(String value) {
    return "'"
        + value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }

  static String line(String name, String value) {
    return name + " = " + quote(value);
  }

  /// The parameter that a line sets, in lower case; empty for comments and blank lines.
  static Optional<String> parameter(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /// The values that a text sets, the last of each name; names in lower case.
  static Map<String, String> values(String text) {
    Map<String, String> values = new TreeMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(m -> values.put(m.group(1).toLowerCase(Locale.ROOT), unquote(m.group(2))));
    return values;
  }

  private static String unquote(String text) {
    if (!text.startsWith("'")) {
      return text;
    }
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '\\') {
        i++;
        c = c == '\'' ? c : escaped(text.charAt(i));
      }
      value.append(c);
    }
    return value.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }
}
