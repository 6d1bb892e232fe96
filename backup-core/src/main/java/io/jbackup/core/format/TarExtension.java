package io.jbackup.core.format;

import org.jspecify.annotations.Nullable;

/// What members of the types `x`, `g` (POSIX pax), `L` and `K` (GNU) say about the member that
/// follows. A global header (`g`) is checked and otherwise ignored: what it may set for all members
/// is nothing that is used here. Errors are IllegalArgumentExceptions.
final class TarExtension {
  private @Nullable String name;
  private @Nullable String linkTarget;
  private long size = -1;

  static boolean is(char type) {
    return type == 'x' || type == 'g' || type == 'L' || type == 'K';
  }

  void take(char type, byte[] payload, int length) {
    switch (type) {
      case 'L' -> name = untilZero(payload, length);
      case 'K' -> linkTarget = untilZero(payload, length);
      case 'g' -> new TarExtension().takeRecords(payload, length);
      default -> takeRecords(payload, length);
    }
  }

  String name(TarHeader header) {
    return name == null ? header.name() : name;
  }

  String linkTarget(TarHeader header) {
    return linkTarget == null ? header.linkTarget() : linkTarget;
  }

  long size(TarHeader header) {
    return size < 0 ? header.size() : size;
  }

  private static String untilZero(byte[] payload, int length) {
    int end = 0;
    while (end < length && payload[end] != 0) {
      end++;
    }
    return PgPath.of(payload, 0, end);
  }

  /// Each record is its own length in decimal, a space, `key=value` and a newline.
  private void takeRecords(byte[] payload, int length) {
    int at = 0;
    while (at < length) {
      int space = indexOf(payload, ' ', at, length);
      int end = at + recordLength(payload, at, space);
      if (end > length || end <= space || payload[end - 1] != '\n') {
        throw new IllegalArgumentException("a pax record is malformed");
      }
      int equals = indexOf(payload, '=', space, end);
      takeRecord(
          PgPath.of(payload, space + 1, equals - space - 1),
          PgPath.of(payload, equals + 1, end - equals - 2));
      at = end;
    }
  }

  private static long size(String value) {
    long size = Long.parseLong(value);
    if (size < 0) {
      throw new IllegalArgumentException("a pax record has the size " + value);
    }
    return size;
  }

  private static int recordLength(byte[] payload, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = payload[i] - '0';
      if (digit < 0 || digit > 9 || value > 10_000_000) {
        throw new IllegalArgumentException("the length of a pax record is malformed");
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new IllegalArgumentException("a pax record has no '" + wanted + '\'');
  }

  private void takeRecord(String key, String value) {
    switch (key) {
      case "path" -> name = value;
      case "linkpath" -> linkTarget = value;
      case "size" -> size = size(value);
      default -> {
        if (key.startsWith("GNU.sparse.")) {
          throw new IllegalArgumentException("sparse members are not supported");
        }
      }
    }
  }
}
