package io.jbackup.core.connect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a password file.
final class PasswordLine {
  private PasswordLine() {}

  /// The line's password when each of its first four fields fits one of the wanted values; null for
  /// comments, malformed lines and lines that do not fit.
  static @Nullable String match(String line, List<List<String>> wanted) {
    if (line.startsWith("#")) {
      return null;
    }
    int at = 0;
    for (List<String> values : wanted) {
      int end = endOfField(line, at);
      if (end == line.length()) {
        return null;
      }
      String field = line.substring(at, end);
      if (!field.equals("*") && !values.contains(unescape(field))) {
        return null;
      }
      at = end + 1;
    }
    return unescape(line.substring(at));
  }

  private static int endOfField(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) != ':') {
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, line.length());
  }

  private static String unescape(String field) {
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 1 < field.length()) {
        i++;
      }
      text.append(field.charAt(i));
    }
    return text.toString();
  }
}
