package io.jbackup.core.archive;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.store.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// Writes a backup's index while its archives are written: which frames each archive has, and where
/// each file's data begins. Lines of text; docs/catalog-format.md has the grammar.
public final class IndexWriter implements AutoCloseable {
  static final String HEADER = "jbackup-index 1";
  private static final int FLUSH = 1 << 16;

  private final ObjectWriter target;
  private final StringBuilder lines = new StringBuilder(2 * FLUSH);
  private final CRC32C crc = new CRC32C();
  private long frames;
  private long files;

  public IndexWriter(ObjectWriter target) {
    this.target = target;
    lines.append(HEADER).append('\n');
  }

  /// What follows belongs to this archive.
  public synchronized void archive(String fileName, Algorithm algorithm, long tablespaceOid) {
    lines.append("archive ").append(fileName).append(' ').append(algorithm.label());
    lines.append(' ').append(tablespaceOid).append('\n');
  }

  public synchronized void frame(int storedLength, int rawLength, int storedCrc) {
    frames++;
    lines.append("frame ").append(storedLength).append(' ').append(rawLength).append(' ');
    lines.append(HexFormat.of().toHexDigits(storedCrc)).append('\n');
    flushIfLarge();
  }

  /// A file of the archive: where its data begin in the raw stream, its size in bytes, and its
  /// byte-transparent name.
  public synchronized void file(long rawOffset, long size, String name) {
    files++;
    lines.append("file ").append(rawOffset).append(' ').append(size).append(' ');
    appendEscaped(name);
    lines.append('\n');
    flushIfLarge();
  }

  private void appendEscaped(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > ' ' && c < 0x7f && c != '%') {
        lines.append(c);
      } else {
        lines.append('%').append(HexFormat.of().toHexDigits((byte) c));
      }
    }
  }

  private void flushIfLarge() {
    if (lines.length() >= FLUSH) {
      flush();
    }
  }

  private void flush() {
    byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
    crc.update(bytes);
    target.write(bytes, 0, bytes.length);
    lines.setLength(0);
  }

  /// Ends the index, makes it durable and returns the CRC32C of its bytes.
  public synchronized long commit() {
    lines.append("end ").append(frames).append(' ').append(files).append('\n');
    flush();
    target.commit();
    return crc.getValue();
  }

  @Override
  public synchronized void close() {
    target.close();
  }
}
