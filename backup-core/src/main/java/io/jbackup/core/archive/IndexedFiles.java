package io.jbackup.core.archive;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The files of one archive in the order of their data, as the index lists them. Memory does not
/// depend on their number.
public final class IndexedFiles implements AutoCloseable {
  private final ObjectReader table;
  private final IndexLines lines;
  private boolean ended;

  /// A file's place in the archive's raw bytes.
  ///
  /// @param name byte-transparent, as the archive has it
  public record IndexedFile(long offset, long size, String name) {
    public long end() {
      return offset + size;
    }
  }

  /// Begins at the archive's part of the index. Throws CorruptException when there is none.
  public IndexedFiles(StoredBackup backup, StoredArchive archive) {
    ObjectKey key = backup.key(StoredBackup.INDEX);
    String where = backup.store().describe(key);
    table = BackupIndex.open(backup, key, where);
    lines = new IndexLines(where, table.stream(archive.indexOffset(), table.size()));
  }

  /// The next file, null after the last one.
  public @Nullable IndexedFile next() {
    while (!ended) {
      String line = lines.next();
      if (line == null || line.startsWith("archive ") || line.startsWith("end ")) {
        ended = true;
      } else if (line.startsWith("file ")) {
        String[] fields = lines.fields(line, 4);
        return new IndexedFile(
            lines.number(fields[1]), lines.number(fields[2]), unescape(fields[3]));
      }
    }
    return null;
  }

  private String unescape(String name) {
    if (name.indexOf('%') < 0) {
      return name;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != '%') {
        text.append(name.charAt(i));
        continue;
      }
      try {
        text.append((char) HexFormat.fromHexDigits(name, i + 1, i + 3));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw lines.damaged("\"" + name + "\" is not a name");
      }
      i += 2;
    }
    return text.toString();
  }

  @Override
  public void close() {
    try (table) {
      lines.close();
    }
  }
}
