package io.jbackup.core.copy;

import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.core.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/// Passes on to a writer what is read through it. Nothing is skipped.
final class Passage extends InputStream {
  private static final int PIECE = 256 << 10;

  private final InputStream source;
  private final ObjectWriter target;
  private final Progress progress;
  private final CRC32C checksum = new CRC32C();
  private long length;

  Passage(InputStream source, ObjectWriter target, Progress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int wanted) throws IOException {
    int read = source.read(buffer, offset, wanted);
    if (read > 0) {
      target.write(buffer, offset, read);
      checksum.update(buffer, offset, read);
      length += read;
      progress.advance(read);
    }
    return read;
  }

  @Override
  public int available() throws IOException {
    return source.available();
  }

  /// Reads what was not read yet.
  void finish() throws IOException {
    drain(this);
  }

  static void drain(InputStream in) throws IOException {
    byte[] piece = new byte[PIECE];
    int read = in.read(piece, 0, PIECE);
    while (read >= 0) {
      read = in.read(piece, 0, PIECE);
    }
  }

  /// How many bytes passed.
  long length() {
    return length;
  }

  /// CRC-32C of what passed.
  int checksum() {
    return (int) checksum.getValue();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
