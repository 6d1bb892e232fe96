package io.jbackup.core.drill;

import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The directory of one drill, 0700, which no other drill can use meanwhile. Closing it removes
/// everything that the drill put there, unless it is to be kept. What a drill that was killed has
/// left is removed by the next one that works in the same place or beside it.
final class Scratch implements AutoCloseable {
  /// The longest path of a Unix socket is 107 bytes on Linux, 103 elsewhere.
  private static final int LONGEST_SOCKET = 100;

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;
  private final Path sockets;
  private final boolean own;
  private final boolean keep;
  private final ScratchClaim claim;

  private Scratch(Path root, Path sockets, boolean own, boolean keep, ScratchClaim claim) {
    this.root = root;
    this.sockets = sockets;
    this.own = own;
    this.keep = keep;
    this.claim = claim;
  }

  /// Makes it: at `wanted`, which is new or empty, or below the temporary directory. Throws
  /// DestinationException when that cannot be, or another drill works there.
  static Scratch make(Optional<Path> wanted, boolean keep, ScratchRemains remains) {
    Path root = wanted.orElse(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    try {
      boolean own = wanted.isEmpty() || !Files.exists(root, LinkOption.NOFOLLOW_LINKS);
      if (wanted.isEmpty()) {
        remains.sweep(root);
        root = Files.createTempDirectory(root, ScratchRemains.PREFIX, PRIVATE).toAbsolutePath();
      } else {
        Path parent = root.toAbsolutePath().getParent();
        if (parent != null) {
          remains.sweep(parent);
        }
        if (own) {
          Files.createDirectories(root, PRIVATE);
        } else {
          requireUsable(root);
        }
      }
      return claimed(root, own, keep, remains);
    } catch (IOException e) {
      throw new DestinationException(
          "could not make the drill's directory in \"" + root + "\": " + e,
          "Name another one with --dir, or set TMPDIR.",
          e);
    }
  }

  private static Scratch claimed(Path root, boolean own, boolean keep, ScratchRemains remains)
      throws IOException {
    ScratchClaim claim = ScratchClaim.take(root);
    boolean made = false;
    try {
      requireUsable(root);
      if (ScratchClaim.isMarked(root) && !remains.empty(root)) {
        throw new DestinationException(
            "a server of a drill that died seems to run in \"" + root + "\"",
            "Stop it, or name another directory with --dir.",
            null);
      }
      Path sockets = sockets(root);
      claim.mark(sockets);
      Files.createDirectories(sockets, PRIVATE);
      made = true;
      return new Scratch(root, sockets, own, keep, claim);
    } finally {
      if (!made) {
        claim.close();
      }
    }
  }

  private static Path sockets(Path root) throws IOException {
    Path sockets = root.resolve("socket");
    return sockets.resolve(".s.PGSQL." + DrillConf.PORT).toString().length() > LONGEST_SOCKET
        ? Files.createTempDirectory(ScratchRemains.SOCKETS, PRIVATE).toAbsolutePath()
        : sockets;
  }

  /// Empty, but for what a drill has left that was killed.
  private static void requireUsable(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new DestinationException(
          "\"" + directory + "\" is not a directory",
          "Name an empty or a new directory with --dir.");
    }
    if (ScratchClaim.isMarked(directory)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!entry.getFileName().toString().equals(ScratchClaim.LOCK)) {
          throw new DestinationException(
              "The drill's directory is not empty: \"" + directory + "\"",
              "A drill removes its directory afterwards: name an empty or a new one with --dir.");
        }
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
    try (claim) {
      if (!keep) {
        Removal.all(sockets);
        Removal.below(root, Set.of(ScratchClaim.MARK, ScratchClaim.LOCK));
      }
      claim.unmark();
      if (own && !keep) {
        Files.delete(root);
      }
    } catch (IOException e) {
      throw new StorageException(
          "could not remove the drill's directory \"" + root + "\": " + e,
          "Remove it yourself: it holds a copy of the cluster.",
          e);
    }
  }
}
