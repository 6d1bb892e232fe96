package io.jbackup.catalog.store;

import io.jbackup.catalog.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Reads a file by position.
final class LocalReader implements ObjectReader {
  private final Path file;
  private final FileChannel channel;

  LocalReader(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  @Override
  public long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw StorageFailures.of("read", file, e);
    }
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    try {
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, position + buffer.position() - offset);
        if (read < 0) {
          break;
        }
      }
    } catch (IOException e) {
      throw StorageFailures.of("read", file, e);
    }
    return buffer.position() - offset;
  }

  @Override
  public InputStream stream(long position, long length) {
    return new RangeStream(position, position + length);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageFailures.of("close", file, e);
    }
  }

  private final class RangeStream extends InputStream {
    private long position;
    private final long end;

    RangeStream(long position, long end) {
      this.position = position;
      this.end = end;
    }

    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, Math.max(0, end - position));
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int wanted = (int) Math.min(length, end - position);
      if (wanted <= 0) {
        return length == 0 ? 0 : -1;
      }
      try {
        int read = LocalReader.this.read(position, target, offset, wanted);
        position += read;
        return read == 0 ? -1 : read;
      } catch (StorageException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }
}
