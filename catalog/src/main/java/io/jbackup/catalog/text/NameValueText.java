package io.jbackup.catalog.text;

import java.util.LinkedHashMap;
import java.util.Map;

/// Lines of `name = value`. Values with blanks, quotes or `#` are quoted `'…'`, with `''` for a
/// quote inside; `#` begins a comment; blank lines are skipped.
public final class NameValueText {
  private NameValueText() {}

  /// The names and values in the order of the text; the last of equal names counts. Throws
  /// IllegalArgumentException with the number of a line that cannot be read.
  public static Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      int equals = content.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("line " + number + " is not \"name = value\"");
      }
      String name = content.substring(0, equals).strip();
      values.put(name, value(content.substring(equals + 1).strip(), number));
    }
    return values;
  }

  private static String value(String text, int line) {
    if (!text.startsWith("'")) {
      int comment = text.indexOf('#');
      return (comment < 0 ? text : text.substring(0, comment)).strip();
    }
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\'') {
        value.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
        value.append(c);
        i++;
      } else {
        return rest(text.substring(i + 1), line, value);
      }
    }
    throw new IllegalArgumentException("line " + line + " has a quote that does not end");
  }

  private static String rest(String text, int line, StringBuilder value) {
    String rest = text.strip();
    if (!rest.isEmpty() && !rest.startsWith("#")) {
      throw new IllegalArgumentException("line " + line + " goes on after its value");
    }
    return value.toString();
  }

  /// One line, without its end. Line breaks in the value become blanks.
  public static String line(String name, String value, boolean quoted) {
    String clean = value.replace('\n', ' ').replace('\r', ' ');
    return name + " = " + (quoted || needsQuotes(clean) ? quote(clean) : clean);
  }

  private static boolean needsQuotes(String value) {
    return value.isEmpty()
        || value.chars().anyMatch(c -> Character.isWhitespace(c) || c == '\'' || c == '#');
  }

  private static String quote(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
