package io.jbackup.core.restore;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.SegmentCheck;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.format.PgPath;
import io.jbackup.core.format.TarEntry;
import io.jbackup.core.format.TarHandler;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes the WAL that a STREAM backup carries to pg_wal; every page header is checked.
final class WalTree implements TarHandler {
  private static final Pattern OTHERS =
      Pattern.compile(
          "[0-9A-F]{8}\\.history|archive_status|archive_status/[0-9A-Fa-z.]+\\.(done|ready)");

  private final FileWriters output;
  private final SegmentSize size;
  private final long systemId;
  private final int mode;
  private @Nullable SegmentCheck check;

  /// @param output pg_wal, which exists
  /// @param mode permission bits for the files
  WalTree(FileWriters output, SegmentSize size, long systemId, int mode) {
    this.output = output;
    this.size = size;
    this.systemId = systemId;
    this.mode = mode;
  }

  @Override
  public void begin(TarEntry entry) {
    String name = entry.name();
    boolean segment = SegmentName.isSegmentName(name);
    if (!segment && !OTHERS.matcher(name).matches()) {
      throw new CorruptException(
          "the backup's WAL holds a file \""
              + PgPath.display(name)
              + "\", which does not belong there",
          "Use another backup.");
    }
    if (entry.type() == TarEntry.Type.DIRECTORY) {
      output.directory(name, mode);
      return;
    }
    output.begin(name, mode);
    check = segment ? new SegmentCheck(name, SegmentName.parse(name, size), size, systemId) : null;
  }

  @Override
  public void data(byte[] buffer, int offset, int length) {
    output.write(buffer, offset, length);
    if (check != null) {
      check.feed(buffer, offset, length);
    }
  }

  @Override
  public void end(TarEntry entry) {
    if (entry.type() == TarEntry.Type.FILE) {
      output.end();
      if (check != null) {
        check.finish();
      }
    }
  }
}
