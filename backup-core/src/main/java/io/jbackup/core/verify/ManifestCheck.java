package io.jbackup.core.verify;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.core.archive.IndexedFiles.IndexedFile;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.format.PgPath;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Holds the files of an archive of data against the manifest, and looks at their pages.
final class ManifestCheck implements FileVisitor {
  /// More than the 8192 bytes that the file has.
  private static final int CLUSTER_LIMIT = 64 << 10;

  private final String prefix;
  private final @Nullable ManifestTable table;
  private final @Nullable PageWalk pages;
  private final OriginCheck origin;
  private final Damages damages;
  private final ByteArrayOutputStream cluster = new ByteArrayOutputStream();
  private final CRC32C crc = new CRC32C();
  private String name = "";
  private boolean torn;

  /// @param prefix what the manifest's names of the archive's files begin with
  /// @param table null when there is no manifest that could be read
  /// @param pages null when pages are not looked at
  /// @param origin is given `global/pg_control`
  ManifestCheck(
      String prefix,
      @Nullable ManifestTable table,
      @Nullable PageWalk pages,
      OriginCheck origin,
      Damages damages) {
    this.prefix = prefix;
    this.table = table;
    this.pages = pages;
    this.origin = origin;
    this.damages = damages;
  }

  @Override
  public void begin(IndexedFile file) {
    name = prefix + file.name();
    crc.reset();
    torn = false;
    if (pages != null) {
      pages.begin(name);
    }
  }

  @Override
  public void data(byte[] buffer, int offset, int length) {
    crc.update(buffer, offset, length);
    if (name.equals(PgControl.PATH) && cluster.size() < CLUSTER_LIMIT) {
      cluster.write(buffer, offset, length);
    }
    if (pages != null) {
      pages.data(buffer, offset, length);
    }
  }

  @Override
  public String gap(int length) {
    torn = true;
    String words = "file \"" + PgPath.display(name) + '"';
    if (pages == null) {
      return words;
    }
    String blocks = pages.holdsPages() ? " (" + pages.blocks(length) + ")" : "";
    pages.gap(length);
    return words + blocks;
  }

  @Override
  public void end(IndexedFile file) {
    if (name.equals(PgControl.PATH) && !torn) {
      origin.cluster(cluster.toByteArray());
      cluster.reset();
    }
    if (table == null) {
      return;
    }
    try {
      if (torn) {
        table.foundTorn(name, file.size());
      } else {
        table.found(name, file.size(), (int) crc.getValue());
      }
    } catch (CorruptException e) {
      damages.add(e);
    }
  }
}
