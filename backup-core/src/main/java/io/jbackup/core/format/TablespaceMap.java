package io.jbackup.core.format;

import io.jbackup.catalog.error.CorruptException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// The `tablespace_map` of a backup: where each tablespace lies. A line is the OID, a space and the
/// path; a newline, carriage return or backslash in the path has a backslash before it
/// (do_pg_backup_start and read_tablespace_map in PostgreSQL's xlog.c and xlogrecovery.c).
public record TablespaceMap(List<Entry> entries) {
  /// Name of the file in a data directory.
  public static final String NAME = "tablespace_map";

  /// One tablespace.
  ///
  /// @param oid unsigned 32 bits
  /// @param path byte-transparent, see [PgPath]
  public record Entry(long oid, String path) {}

  public TablespaceMap {
    entries = List.copyOf(entries);
  }

  /// Reads the file; throws CorruptException when a line is malformed.
  ///
  /// @param origin what to call the file in a message
  public static TablespaceMap parse(byte[] content, String origin) {
    List<Entry> entries = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    boolean escaped = false;
    for (byte raw : content) {
      char c = (char) (raw & 0xFF);
      if (!escaped && (c == '\n' || c == '\r')) {
        addLine(line, entries, origin);
      } else if (!escaped && c == '\\') {
        escaped = true;
      } else {
        line.append(c);
        escaped = false;
      }
    }
    if (!line.isEmpty() || escaped) {
      throw corrupt(origin, "its last line is not complete");
    }
    return new TablespaceMap(entries);
  }

  private static void addLine(StringBuilder line, List<Entry> entries, String origin) {
    if (line.isEmpty()) {
      return;
    }
    int space = line.indexOf(" ");
    long oid = space < 1 || space > 10 ? 0 : parseOid(line, space);
    if (oid < 1 || oid > 0xFFFFFFFFL || space + 1 == line.length()) {
      throw corrupt(origin, "line \"" + PgPath.display(line.toString()) + '"');
    }
    entries.add(new Entry(oid, line.substring(space + 1)));
    line.setLength(0);
  }

  private static long parseOid(StringBuilder line, int end) {
    long oid = 0;
    for (int i = 0; i < end; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      oid = oid * 10 + digit;
    }
    return oid;
  }

  /// The file's content.
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      out.writeBytes(PgPath.bytes(entry.oid() + " "));
      for (byte b : PgPath.bytes(entry.path())) {
        if (b == '\n' || b == '\r' || b == '\\') {
          out.write('\\');
        }
        out.write(b);
      }
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static CorruptException corrupt(String origin, String why) {
    return new CorruptException(
        origin + " is damaged: " + why,
        "without it the tablespaces of the backup cannot be put in place");
  }
}
