package io.jbackup.core.restore;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.wal.SegmentSize;
import java.nio.file.Path;

/// The restore_command that fetches WAL with `archive-get`.
final class RestoreCommand {
  private static final int MOST_SEGMENTS = 16;
  private static final int MOST_BYTES = 256 << 20;

  private RestoreCommand() {}

  /// A command line for `/bin/sh`, before it is quoted for the configuration file. The server
  /// replaces `%f` and `%p` and takes `%%` for a percent sign. Segments are fetched ahead as far as
  /// 256 MiB go.
  static String of(
      Path program, CatalogLocation catalog, KeySettings keys, String instance, SegmentSize size) {
    int batch = Math.min(MOST_SEGMENTS, MOST_BYTES / size.bytes());
    return call(program, catalog, keys)
        + " archive-get -B "
        + word(catalog.toString())
        + " --instance "
        + word(instance)
        + asOf(catalog)
        + " --wal-file-path=\"%p\" --wal-file-name=\"%f\""
        + (batch > 1 ? " --batch-size=" + batch + " -j 2" : "");
  }

  /// Recovery sees the archive as the restore saw the catalog.
  private static String asOf(CatalogLocation catalog) {
    return catalog instanceof CatalogLocation.Bucket bucket
        ? bucket.asOf().map(time -> " --as-of=" + word(time.toString())).orElse("")
        : "";
  }

  /// The word of a program, after a setting of the environment where the catalog needs one: the
  /// server's may not have it.
  static String call(Path program, CatalogLocation catalog, KeySettings keys) {
    StringBuilder variables = new StringBuilder();
    if (catalog instanceof CatalogLocation.Bucket bucket && bucket.settings().isPresent()) {
      set(variables, CatalogLocation.SETTINGS_VARIABLE, bucket.settings().get().toString());
    }
    keys.environment().forEach((name, value) -> set(variables, name, value));
    return variables + word(program.toString());
  }

  private static void set(StringBuilder variables, String name, String value) {
    variables.append(name).append('=').append(word(value)).append(' ');
  }

  /// One word of a shell's command line: in double quotes, in which `\ " $` and the backquote keep
  /// a meaning (POSIX, "Shell Command Language", 2.2.3).
  static String word(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '"', '$', '`' -> quoted.append('\\').append(c);
        case '%' -> quoted.append("%%");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
