package io.jbackup.catalog.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/// A file that says who holds a lock. Its writer keeps it locked, so that others can tell whether
/// he lives: a process number would not do, it is used again and means nothing on another host.
record OwnerFile(Path file, FileChannel channel) {
  static final String SUFFIX = ".owner";

  /// More than the text of any owner.
  private static final int LIMIT = 4096;

  /// Appears under its name when it is locked and written, so that nobody takes it for a dead
  /// one's. Without space for its text it is empty, and still says that its owner lives.
  static OwnerFile create(Path file, LockOwner owner, LockListener listener) throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".tmp");
    FileChannel channel = LockFolder.createNew(unfinished);
    try {
      LockFile.lock(channel, LockMode.EXCLUSIVE);
      write(channel, owner, file, listener);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return new OwnerFile(file, channel);
    } catch (IOException e) {
      try (channel) {
        Files.deleteIfExists(unfinished);
      } catch (IOException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }

  private static void write(
      FileChannel channel, LockOwner owner, Path file, LockListener listener) {
    ByteBuffer text = ByteBuffer.wrap(OwnerText.format(owner).getBytes(StandardCharsets.UTF_8));
    try {
      while (text.hasRemaining()) {
        channel.write(text);
      }
    } catch (IOException e) {
      listener.detail("could not write the owner into \"" + file + "\": " + e.getMessage());
    }
  }

  void remove() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    }
  }

  /// The owner of another process's file; empty when he is dead, and then his file is removed.
  static Optional<LockOwner> read(Path file, LockListener listener) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (LockFile.lock(channel, LockMode.SHARED)) {
        sweep(file, listener);
        return Optional.empty();
      }
      ByteBuffer buffer = ByteBuffer.allocate(LIMIT);
      int length = Math.max(0, channel.read(buffer, 0));
      String text = new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
      return Optional.of(OwnerText.parse(text, written(file)));
    } catch (NoSuchFileException _) {
      // He has just let go.
      return Optional.empty();
    }
  }

  private static Instant written(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  static void sweep(Path file, LockListener listener) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      listener.detail("could not remove \"" + file + "\" of a dead process: " + e.getMessage());
    }
  }
}
