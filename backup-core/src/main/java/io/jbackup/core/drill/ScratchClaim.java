package io.jbackup.core.drill;

import io.jbackup.catalog.error.DestinationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A drill's hold on its directory: a file that the operating system locks for as long as the
/// drill's process lives, and a mark that says that all in there was made by a drill.
///
/// fcntl(2) takes a process's lock away when it closes any descriptor of the file, so that the lock
/// file of a drill of this very process must not be opened again; the mark tells whose it is.
final class ScratchClaim implements AutoCloseable {
  static final String LOCK = ".jbackup-drill.lock";
  static final String MARK = ".jbackup-drill";

  private final Path root;
  private final FileChannel channel;

  private ScratchClaim(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /// Takes the directory. Empty when another drill works in it, or when it is gone.
  static Optional<ScratchClaim> tryTake(Path root) throws IOException {
    if (isOurs(root)) {
      return Optional.empty();
    }
    Path file = root.resolve(LOCK);
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    if (!isLocked(channel) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new ScratchClaim(root, channel));
  }

  /// Takes it or throws DestinationException.
  static ScratchClaim take(Path root) throws IOException {
    return tryTake(root)
        .orElseThrow(() ->
            new DestinationException(
                "another drill works in \"" + root + "\"",
                "Wait for its end, or name another directory with --dir.",
                null));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /// Whether a drill has worked there, or does.
  static boolean isMarked(Path root) {
    return Files.isRegularFile(root.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isOurs(Path root) throws IOException {
    return isMarked(root) && Files.readString(root.resolve(MARK)).lines().anyMatch(owner()::equals);
  }

  /// The start tells two processes of one number apart.
  private static String owner() {
    ProcessHandle self = ProcessHandle.current();
    return "owner = " + self.pid() + " " + self.info().startInstant().orElse(null);
  }

  /// From now on all that is in the directory may be removed when this process has died.
  void mark(Path sockets) throws IOException {
    Path next = root.resolve(MARK + ".tmp");
    Files.write(next, List.of(owner(), "sockets = " + sockets));
    Files.move(next, root.resolve(MARK), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Where the sockets of the drill that marked the directory are.
  static @Nullable Path sockets(Path root) throws IOException {
    String title = "sockets = ";
    return Files.readAllLines(root.resolve(MARK)).stream()
        .filter(line -> line.startsWith(title))
        .findFirst()
        .map(line -> Path.of(line.substring(title.length())))
        .orElse(null);
  }

  /// Takes mark and lock file away, last of all.
  void unmark() throws IOException {
    Files.deleteIfExists(root.resolve(MARK));
    Files.deleteIfExists(root.resolve(LOCK));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
