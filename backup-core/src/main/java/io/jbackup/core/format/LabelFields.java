package io.jbackup.core.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.Lsn;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lines `NAME: value` of a backup label; of a name that comes twice the first counts.
final class LabelFields {
  private static final String HINT = "the backup cannot be recovered without its backup_label";

  private final String origin;
  private final Map<String, String> values = new HashMap<>();

  LabelFields(byte[] content, String origin) {
    this.origin = origin;
    for (String line : new String(content, UTF_8).split("\r?\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        values.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
      }
    }
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String required(String name) {
    @Nullable String value = values.get(name);
    if (value == null) {
      throw new CorruptException(origin + " is damaged: it has no line " + name, HINT);
    }
    return value;
  }

  Lsn lsn(String name, String value) {
    try {
      return Lsn.parse(value);
    } catch (IllegalArgumentException e) {
      throw damaged(name, value, e);
    }
  }

  int timeline(String name) {
    String value = required(name);
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw damaged(name, value, e);
    }
  }

  CorruptException damaged(String name, String value, @Nullable Throwable cause) {
    return new CorruptException(
        origin + " is damaged: " + name + " is \"" + value + "\"", HINT, cause);
  }
}
