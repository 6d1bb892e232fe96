package io.jbackup.core.drill;

import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The directory of one drill, 0700. Closing it removes everything that the drill put there, unless
/// it is to be kept.
final class Scratch implements AutoCloseable {
  /// The longest path of a Unix socket is 107 bytes on Linux, 103 elsewhere.
  private static final int LONGEST_SOCKET = 100;

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;
  private final Path sockets;
  private final boolean own;
  private final boolean keep;

  private Scratch(Path root, Path sockets, boolean own, boolean keep) {
    this.root = root;
    this.sockets = sockets;
    this.own = own;
    this.keep = keep;
  }

  /// Makes it: at `wanted`, which is new or empty, or below the temporary directory. Throws
  /// DestinationException when that cannot be.
  static Scratch make(Optional<Path> wanted, boolean keep) {
    Path root = wanted.orElse(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    try {
      boolean own = wanted.isEmpty() || !Files.exists(root, LinkOption.NOFOLLOW_LINKS);
      if (wanted.isEmpty()) {
        root = Files.createTempDirectory(root, "jbackup-drill-", PRIVATE).toAbsolutePath();
      } else if (own) {
        Files.createDirectories(root, PRIVATE);
      } else {
        requireEmpty(root);
      }
      Path sockets = root.resolve("socket");
      if (sockets.resolve(".s.PGSQL." + DrillConf.PORT).toString().length() > LONGEST_SOCKET) {
        sockets = Files.createTempDirectory("jbackup-drill-socket-", PRIVATE).toAbsolutePath();
      } else {
        Files.createDirectory(sockets, PRIVATE);
      }
      return new Scratch(root, sockets, own, keep);
    } catch (IOException e) {
      throw new DestinationException(
          "could not make the drill's directory in \"" + root + "\": " + e,
          "Name another one with --dir, or set TMPDIR.",
          e);
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new DestinationException(
          "\"" + directory + "\" is not a directory",
          "Name an empty or a new directory with --dir.");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      if (entries.iterator().hasNext()) {
        throw new DestinationException(
            "The drill's directory is not empty: \"" + directory + "\"",
            "A drill removes its directory afterwards: name an empty or a new one with --dir.");
      }
    }
  }

  Path root() {
    return root;
  }

  Path data() {
    return root.resolve("data");
  }

  Path tablespaces() {
    return root.resolve("tablespaces");
  }

  Path sockets() {
    return sockets;
  }

  Path log() {
    return root.resolve("server.log");
  }

  /// Throws StorageException when something cannot be removed.
  @Override
  public void close() {
    if (keep) {
      return;
    }
    try {
      Files.walkFileTree(sockets, new Removal(true));
      Files.walkFileTree(root, new Removal(own));
    } catch (IOException e) {
      throw new StorageException(
          "could not remove the drill's directory \"" + root + "\": " + e,
          "Remove it yourself: it holds a copy of the cluster.",
          e);
    }
  }

  private final class Removal extends SimpleFileVisitor<Path> {
    private final boolean top;
    private final Path start;

    Removal(boolean top) {
      this.top = top;
      this.start = root;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (top || !directory.equals(start)) {
        Files.delete(directory);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
