package io.jbackup.catalog.store.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.sync.RequestBody;

/// A part of an upload, kept until the store has it, so that it can be sent again. Closing it frees
/// its memory or its file.
abstract sealed class UploadPart implements AutoCloseable {
  private final int number;
  private final long capacity;
  private final CRC32C checksum = new CRC32C();
  private long length;

  private UploadPart(int number) {
    this.number = number;
    this.capacity = PartSizes.of(number);
  }

  /// @param connections how many parts are on their way at the same time
  static UploadPart ofNumber(int number, int connections) throws IOException {
    return PartSizes.inMemory(number, connections) ? new InMemory(number) : new InFile(number);
  }

  int number() {
    return number;
  }

  long length() {
    return length;
  }

  boolean isFull() {
    return length == capacity;
  }

  /// CRC-32C as S3 wants it.
  String checksum() {
    return Checksum.text((int) checksum.getValue());
  }

  /// Takes as much as there is room for; returns how much it was.
  int write(byte[] source, int offset, int count) throws IOException {
    int taken = (int) Math.min(count, capacity - length);
    store(source, offset, taken, length);
    checksum.update(source, offset, taken);
    length += taken;
    return taken;
  }

  abstract void store(byte[] source, int offset, int count, long position) throws IOException;

  /// May be asked for again when it is sent again.
  abstract RequestBody body();

  @Override
  public abstract void close() throws IOException;

  private static final class InMemory extends UploadPart {
    private byte[] bytes;

    InMemory(int number) {
      super(number);
      bytes = new byte[(int) PartSizes.of(number)];
    }

    @Override
    void store(byte[] source, int offset, int count, long position) {
      System.arraycopy(source, offset, bytes, (int) position, count);
    }

    @Override
    RequestBody body() {
      return RequestBody.fromContentProvider(
          () -> new ByteArrayInputStream(bytes, 0, (int) length()),
          length(),
          "application/octet-stream");
    }

    @Override
    public void close() {
      bytes = new byte[0];
    }
  }

  private static final class InFile extends UploadPart {
    private final FileChannel channel;

    InFile(int number) throws IOException {
      super(number);
      Path file = Files.createTempFile("jbackup-part", ".tmp");
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      // Without a name it goes with the process, however that ends.
      Files.delete(file);
    }

    @Override
    void store(byte[] source, int offset, int count, long position) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(source, offset, count);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }

    @Override
    RequestBody body() {
      return RequestBody.fromContentProvider(
          () -> new Content(channel), length(), "application/octet-stream");
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /// Reads a file from its beginning, whoever else reads it. Closing it leaves the file open.
  private static final class Content extends InputStream {
    private final FileChannel channel;
    private long position;

    Content(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      int read = channel.read(ByteBuffer.wrap(target, offset, count), position);
      if (read > 0) {
        position += read;
      }
      return read;
    }
  }
}
