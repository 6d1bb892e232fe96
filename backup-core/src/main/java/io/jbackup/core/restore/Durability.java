package io.jbackup.core.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Forces what was written to disk: a file system at a time where the kernel tells about failures
/// of that, else file by file.
final class Durability {
  private final boolean wholeFileSystems;

  Durability() {
    this(
        NativeFiles.syncfsIsReliable(
            System.getProperty("os.name", ""), System.getProperty("os.version", "")));
  }

  Durability(boolean wholeFileSystems) {
    this.wholeFileSystems = wholeFileSystems;
  }

  /// Everything below the directories, and the entries that name them.
  void sync(List<Path> directories) {
    Set<Object> devices = new HashSet<>();
    for (Path directory : directories) {
      try {
        if (!wholeFileSystems) {
          Files.walkFileTree(directory, new ForceEach());
        } else if (devices.add(Files.getAttribute(directory, "unix:dev"))) {
          new NativeFiles().syncFileSystem(directory);
        }
        force(directory.getParent());
      } catch (IOException e) {
        throw DestinationFailures.of("force to disk", directory, e);
      }
    }
  }

  /// A file or a directory.
  static void force(@Nullable Path path) throws IOException {
    if (path != null) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static final class ForceEach extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        force(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      force(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
