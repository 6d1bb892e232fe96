package io.jbackup.core.restore;

import io.jbackup.catalog.error.UsageException;
import java.nio.file.Path;

/// A tablespace that is restored elsewhere: the path it had, and its new directory.
public record TablespaceMapping(String from, Path to) {
  public TablespaceMapping {
    if (!from.startsWith("/")) {
      throw new UsageException(
          "old directory is not an absolute path in tablespace mapping: " + from,
          "Write both directories from the root: -T /old/path=/new/path");
    }
    if (!to.isAbsolute()) {
      throw new UsageException(
          "new directory is not an absolute path in tablespace mapping: " + to,
          "Write both directories from the root: -T /old/path=/new/path");
    }
    from = from.length() > 1 && from.endsWith("/") ? from.substring(0, from.length() - 1) : from;
    to = to.normalize();
  }

  /// Reads `OLD=NEW`, in which `\=` stands for an equals sign of a path. Throws UsageException.
  public static TablespaceMapping parse(String text) {
    StringBuilder part = new StringBuilder();
    String from = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '=') {
        part.append('=');
        i++;
      } else if (c == '=') {
        if (from != null) {
          throw invalid(text, "multiple \"=\" signs in tablespace mapping");
        }
        from = part.toString();
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    if (from == null || from.isEmpty() || part.isEmpty()) {
      throw invalid(
          text, "invalid tablespace mapping format \"" + text + "\", must be \"OLDDIR=NEWDIR\"");
    }
    return new TablespaceMapping(from, Path.of(part.toString()));
  }

  private static UsageException invalid(String text, String message) {
    return new UsageException(
        message, "In \"" + text + "\", write \\= for an equals sign that belongs to a path.");
  }
}
