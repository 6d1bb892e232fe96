package io.jbackup.core.protocol;

import io.jbackup.catalog.error.UsageException;

/// Quotes values for SQL and replication commands (`standard_conforming_strings` is on).
final class Quoting {
  private Quoting() {}

  static String literal(String text) {
    return "'" + checked(text).replace("'", "''") + "'";
  }

  static String identifier(String text) {
    return "\"" + checked(text).replace("\"", "\"\"") + "\"";
  }

  private static String checked(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new UsageException("a name or text for the server contains a zero byte", "Remove it.");
    }
    return text;
  }
}
