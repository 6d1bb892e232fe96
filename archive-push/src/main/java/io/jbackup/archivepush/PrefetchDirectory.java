package io.jbackup.archivepush;

import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Segments that wait for recovery to ask for them. A file under a segment's name is verified and
/// durable; the launcher serves it without starting Java when the file `source` has the two lines
/// that it expects: the catalog and the instance. What a name holds never changes in an archive, so
/// a file that is here may be served for good.
final class PrefetchDirectory {
  static final String DEFAULT_NAME = "jbackup_prefetch";

  private static final String SOURCE = "source";
  private static final String LOCK = "lock";

  private final Path path;
  private final String source;
  private final SegmentSize size;

  /// @param catalog the catalog's path as it was given
  PrefetchDirectory(Path path, String catalog, String instance, SegmentSize size) {
    this.path = path;
    this.source = catalog + "\n" + instance + "\n";
    this.size = size;
  }

  Path file(SegmentName segment) {
    return path.resolve(segment.fileName(size));
  }

  boolean has(SegmentName segment) {
    return Files.exists(file(segment));
  }

  /// Moves a waiting segment to `target`; false when it is not here, or not this archive's.
  boolean take(SegmentName segment, Path target) {
    Path file = file(segment);
    try {
      if (!isOurs() || !Files.exists(file)) {
        return false;
      }
      Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (NoSuchFileException _) {
      // A second recovery with the same directory was quicker.
      return false;
    } catch (IOException e) {
      throw StorageFailures.of("move prefetched", file, e);
    }
  }

  /// Whether fewer than half of `wanted` segments wait here after `segment`.
  boolean runsLow(SegmentName segment, int wanted) {
    try {
      if (!isOurs()) {
        return true;
      }
    } catch (IOException e) {
      throw StorageFailures.of("read", path.resolve(SOURCE), e);
    }
    int half = Math.max(1, wanted / 2);
    SegmentName next = segment;
    for (int i = 0; i < half; i++) {
      next = next.next();
      if (!has(next)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOurs() throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(path.resolve(SOURCE));
      return source.equals(new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// The right to fill the directory, which is created where it is missing; empty when another
  /// process has it. The operating system takes it back when the process ends.
  Optional<FileChannel> lock() {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path, permissions("rwx------"));
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              permissions("rw-------"));
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(channel);
    } catch (IOException e) {
      throw StorageFailures.of("lock the prefetch directory", path, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  /// Removes everything but the `wanted` segments after `after`, and makes the directory this
  /// archive's. Needs the lock.
  void adopt(SegmentName after, int wanted) {
    try {
      boolean ours = isOurs();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        for (Path file : files) {
          if (!ours || !isWanted(String.valueOf(file.getFileName()), after, wanted)) {
            remove(file);
          }
        }
      }
      if (!ours) {
        // What was here belonged to another archive: its removal must not be undone by a crash once
        // the directory says that it is ours.
        sync();
        Path unfinished = Delivery.unfinished(path.resolve(SOURCE));
        Files.write(unfinished, source.getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, path.resolve(SOURCE), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw StorageFailures.of("list", path, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw StorageFailures.of("prepare the prefetch directory", path, e);
    }
  }

  /// Removes what recovery has passed by: it has come to `segment`. Others may work here meanwhile.
  void sweepBefore(SegmentName segment) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      String reached = segment.fileName(size);
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (SegmentName.isSegmentName(name) && name.compareTo(reached) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException _) {
      // Nothing was ever fetched ahead.
      return;
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw StorageFailures.of("list", path, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw StorageFailures.of("sweep", path, e);
    }
  }

  private void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void remove(Path file) throws IOException {
    if (!LOCK.equals(String.valueOf(file.getFileName())) && !Files.isDirectory(file)) {
      Files.deleteIfExists(file);
    }
  }

  private boolean isWanted(String name, SegmentName after, int wanted) {
    if (name.equals(SOURCE)) {
      return true;
    }
    if (!SegmentName.isSegmentName(name)) {
      return false;
    }
    SegmentName segment = after;
    for (int i = 0; i < wanted; i++) {
      segment = segment.next();
      if (segment.fileName(size).equals(name)) {
        return true;
      }
    }
    return false;
  }
}
