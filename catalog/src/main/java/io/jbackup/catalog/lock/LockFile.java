package io.jbackup.catalog.lock;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/// A lock file that this process has locked. The lock lasts until the channel is closed.
record LockFile(Object identity, Path path, FileChannel channel) {
  /// Opens and locks a file that this process does not hold; empty when another process holds it.
  /// Throws NoSuchFileException when there is none, or another one now.
  static Optional<LockFile> tryLock(Path file, LockMode mode) throws IOException {
    Object identity = LockFolder.identity(file).orElseThrow(() -> absent(file));
    FileChannel channel = FileChannel.open(file, options(mode));
    boolean done = false;
    try {
      if (!lock(channel, mode)) {
        return Optional.empty();
      }
      // A lock on a file that was deleted before it was locked would exclude nobody.
      if (!LockFolder.identity(file).filter(identity::equals).isPresent()) {
        throw absent(file);
      }
      done = true;
      return Optional.of(new LockFile(identity, file, channel));
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private static NoSuchFileException absent(Path file) {
    return new NoSuchFileException(file.toString());
  }

  private static Set<OpenOption> options(LockMode mode) {
    return switch (mode) {
      case SHARED -> Set.of(StandardOpenOption.READ);
      case EXCLUSIVE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    };
  }

  /// False when somebody holds the file in a mode that excludes this one.
  static boolean lock(FileChannel channel, LockMode mode) throws IOException {
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, mode == LockMode.SHARED);
      return lock != null;
    } catch (OverlappingFileLockException _) {
      // Held in this process by classes of another loader.
      return false;
    }
  }
}
