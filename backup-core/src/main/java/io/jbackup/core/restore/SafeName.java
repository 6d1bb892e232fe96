package io.jbackup.core.restore;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.core.format.PgPath;

/// Refuses names that lead out of the directory they are written to.
final class SafeName {
  private SafeName() {}

  /// The name without the `./` that servers put before some. Throws CorruptException for a name
  /// that leads elsewhere.
  static String of(String name) {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    require(plain);
    return plain;
  }

  private static void require(String name) {
    int begin = 0;
    while (begin <= name.length()) {
      int slash = name.indexOf('/', begin);
      int end = slash < 0 ? name.length() : slash;
      int length = end - begin;
      boolean dots = length <= 2 && name.regionMatches(begin, "..", 0, length);
      if (length == 0 || dots) {
        throw new CorruptException(
            "the backup holds a file with the name \"" + PgPath.display(name) + "\"",
            "Use another backup: no server sends such a name.");
      }
      begin = end + 1;
    }
    if (name.indexOf('\0') >= 0) {
      throw new CorruptException(
          "the backup holds a file name with a zero byte", "Use another backup.");
    }
  }
}
