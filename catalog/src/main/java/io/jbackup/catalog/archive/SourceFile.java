package io.jbackup.catalog.archive;

import io.jbackup.catalog.store.StorageFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// A file of a server that is to be archived, read from its beginning.
final class SourceFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private SourceFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static SourceFile open(Path path) {
    try {
      return new SourceFile(path, FileChannel.open(path, StandardOpenOption.READ));
    } catch (IOException e) {
      throw StorageFailures.of("open WAL file", path, e);
    }
  }

  Path path() {
    return path;
  }

  long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw StorageFailures.of("read WAL file", path, e);
    }
  }

  Instant modified() {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (IOException e) {
      throw StorageFailures.of("look at WAL file", path, e);
    }
  }

  /// Fills the buffer from the current position on; fewer bytes than it holds only at the end.
  int read(byte[] target) {
    ByteBuffer buffer = ByteBuffer.wrap(target);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          break;
        }
      }
      return buffer.position();
    } catch (IOException e) {
      throw StorageFailures.of("read WAL file", path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw StorageFailures.of("close WAL file", path, e);
    }
  }
}
