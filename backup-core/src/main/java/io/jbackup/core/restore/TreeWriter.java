package io.jbackup.core.restore;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.core.format.PgPath;
import io.jbackup.core.format.TarEntry;
import io.jbackup.core.format.TarHandler;
import io.jbackup.core.verify.ManifestTable;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/// Writes the files of the data directory or of a tablespace, each held against the manifest. Some
/// are kept in memory instead, and some are only checked.
final class TreeWriter implements TarHandler {
  private static final int MOST_HELD = 16 << 20;

  /// What becomes of a file.
  enum Treatment {
    WRITE,
    /// Kept in memory; the caller writes it, or something else, later.
    HOLD,
    DROP
  }

  /// Decides by a file's name.
  @FunctionalInterface
  interface Rules {
    Rules WRITE_ALL = _ -> Treatment.WRITE;

    Treatment of(String name);
  }

  private final FileWriters output;
  private final String prefix;
  private final ManifestTable manifest;
  private final Rules rules;
  private final CRC32C crc = new CRC32C();
  private final Map<String, byte[]> held = new HashMap<>();
  private ByteArrayOutputStream holding = new ByteArrayOutputStream();
  private Treatment treatment = Treatment.DROP;
  private long files;
  private long bytes;
  private int mode = 0700;
  private String name = "";

  /// @param prefix what the manifest's names of these files begin with
  TreeWriter(FileWriters output, String prefix, ManifestTable manifest, Rules rules) {
    this.output = output;
    this.prefix = prefix;
    this.manifest = manifest;
    this.rules = rules;
  }

  @Override
  public void begin(TarEntry entry) {
    name = SafeName.of(entry.name());
    mode |= entry.mode() & 050;
    switch (entry.type()) {
      case DIRECTORY -> output.directory(name, entry.mode());
      case FILE -> beginFile(entry);
      case SYMLINK, HARD_LINK ->
          throw new CorruptException(
              "the backup holds a link \""
                  + PgPath.display(entry.name())
                  + "\", which no server sends",
              "Use another backup.");
    }
  }

  private void beginFile(TarEntry entry) {
    crc.reset();
    treatment = rules.of(name);
    switch (treatment) {
      case WRITE -> output.begin(name, entry.mode());
      case HOLD -> {
        if (entry.size() > MOST_HELD) {
          throw new CorruptException(
              "\"" + PgPath.display(name) + "\" in the backup has " + entry.size() + " bytes",
              "Use another backup.");
        }
        holding = new ByteArrayOutputStream();
      }
      case DROP -> {}
    }
  }

  @Override
  public void data(byte[] buffer, int offset, int length) {
    crc.update(buffer, offset, length);
    switch (treatment) {
      case WRITE -> output.write(buffer, offset, length);
      case HOLD -> holding.write(buffer, offset, length);
      case DROP -> {}
    }
  }

  @Override
  public void end(TarEntry entry) {
    if (entry.type() != TarEntry.Type.FILE) {
      return;
    }
    switch (treatment) {
      case WRITE -> output.end();
      case HOLD -> held.put(name, holding.toByteArray());
      case DROP -> {}
    }
    manifest.found(prefix + name, entry.size(), (int) crc.getValue());
    files++;
    bytes += entry.size();
  }

  /// The files that were kept in memory, by name.
  Map<String, byte[]> held() {
    return held;
  }

  /// Permission bits of a directory among these: 0750 where the server lets its group read.
  int mode() {
    return mode;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }
}
