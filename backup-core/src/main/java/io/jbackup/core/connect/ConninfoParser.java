package io.jbackup.core.connect;

import io.jbackup.catalog.error.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads `keyword = value` strings: values may be quoted with ', and backslash takes the next
/// character literally (PostgreSQL documentation, "Keyword/Value Connection Strings").
final class ConninfoParser {
  private final String text;
  private int at;

  private ConninfoParser(String text) {
    this.text = text;
  }

  /// Whether `-d` holds more than a name, by libpq's own rule.
  static boolean isConnectionString(String database) {
    return database.contains("=") || UriParser.isUri(database);
  }

  /// Reads either form. Throws UsageException; its message never quotes the text, which may hold a
  /// password.
  static Map<String, String> parse(String text) {
    Map<String, String> values =
        UriParser.isUri(text) ? UriParser.parse(text) : new ConninfoParser(text).pairs();
    values.keySet().forEach(keyword -> Keywords.check(keyword, "the connection string"));
    values.values().removeIf(String::isEmpty);
    return values;
  }

  private Map<String, String> pairs() {
    Map<String, String> values = new LinkedHashMap<>();
    skipBlanks();
    while (at < text.length()) {
      String keyword = keyword();
      values.put(keyword, value(keyword));
      skipBlanks();
    }
    return values;
  }

  private String keyword() {
    int start = at;
    while (at < text.length() && text.charAt(at) != '=' && !blank()) {
      at++;
    }
    String keyword = text.substring(start, at);
    skipBlanks();
    if (at == text.length() || text.charAt(at) != '=') {
      throw malformed("\"=\" is missing after \"" + keyword + "\"");
    }
    at++;
    skipBlanks();
    return keyword;
  }

  private String value(String keyword) {
    StringBuilder value = new StringBuilder();
    boolean quoted = at < text.length() && text.charAt(at) == '\'';
    if (quoted) {
      at++;
    }
    while (at < text.length() && !(quoted ? text.charAt(at) == '\'' : blank())) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (quoted) {
      if (at == text.length()) {
        throw malformed("the quoted value of \"" + keyword + "\" has no end");
      }
      at++;
    }
    return value.toString();
  }

  private boolean blank() {
    return Character.isWhitespace(text.charAt(at));
  }

  private void skipBlanks() {
    while (at < text.length() && blank()) {
      at++;
    }
  }

  private static UsageException malformed(String why) {
    return new UsageException(
        "malformed connection string: " + why, "Write keyword=value pairs or postgresql://…");
  }
}
