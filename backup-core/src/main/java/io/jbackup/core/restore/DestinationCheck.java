package io.jbackup.core.restore;

import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What must hold of the directories before anything is written.
final class DestinationCheck {
  private final Optional<Path> catalog;

  /// @param catalog its directory, unless it lies in an object store
  DestinationCheck(Optional<Path> catalog) {
    this.catalog = catalog;
  }

  /// Every directory is empty or absent, can be created, and has nothing to do with the catalog.
  void requireUsable(Destination destination) {
    requireEmpty(destination.pgdata(), "Restore destination is not empty: \"", "-D");
    for (TablespacePlan.Target target : destination.tablespaces().targets()) {
      if (!target.inPlace()) {
        requireEmpty(
            target.directory(), "Restore tablespace destination is not empty: \"", "-T OLD=NEW");
      }
    }
    destination
        .waldir()
        .ifPresent(waldir -> {
          requireEmpty(waldir, "Restore WAL directory is not empty: \"", "-X");
          if (waldir.startsWith(destination.pgdata()) || destination.pgdata().startsWith(waldir)) {
            throw new UsageException(
                "the WAL directory \"" + waldir + "\" and the data directory lie in one another",
                "Name a directory outside the data directory with -X, --waldir.");
          }
        });
    catalog.ifPresent(
        path -> destination.directories().forEach(directory -> requireOutside(directory, path)));
    destination.directories().forEach(DestinationCheck::requireCreatable);
  }

  private static void requireEmpty(Path directory, String message, String option) {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw new DestinationException(
          "\"" + directory + "\" is not a directory", "Name an empty or a new directory.");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      if (entries.iterator().hasNext()) {
        throw new DestinationException(
            message + directory + "\"",
            "A restore never overwrites anything: name an empty or a new directory with "
                + option
                + ", or empty this one yourself.");
      }
    } catch (IOException e) {
      throw DestinationFailures.of("read the directory", directory, e);
    }
  }

  private static void requireOutside(Path directory, Path catalog) {
    Path real = real(directory);
    Path realCatalog = real(catalog);
    if (real.startsWith(realCatalog) || realCatalog.startsWith(real)) {
      throw new DestinationException(
          "the destination \""
              + directory
              + "\" and the backup catalog \""
              + catalog
              + "\" lie in one another",
          "Restore to a directory outside the catalog.");
    }
  }

  /// The path with links resolved as far as it exists.
  private static Path real(Path path) {
    Path existing = existing(path);
    try {
      return existing.toRealPath().resolve(existing.relativize(path)).normalize();
    } catch (IOException e) {
      throw DestinationFailures.of("resolve", path, e);
    }
  }

  /// The path itself, or its nearest ancestor that exists.
  static Path existing(Path path) {
    Path existing = path;
    while (!Files.exists(existing)) {
      Path parent = existing.getParent();
      if (parent == null) {
        break;
      }
      existing = parent;
    }
    return existing;
  }

  private static void requireCreatable(Path directory) {
    Path existing = existing(directory);
    if (!Files.isDirectory(existing)) {
      throw new DestinationException(
          "could not create \"" + directory + "\": \"" + existing + "\" is not a directory",
          "Name another directory.");
    }
    boolean foreign = existing.equals(directory) && !Ownership.mayChange(directory);
    if (foreign || !Files.isWritable(existing)) {
      throw new DestinationException(
          "could not write to \""
              + existing
              + "\": "
              + (foreign ? "it belongs to another user" : "permission denied, or read-only"),
          "Run the command as the user who owns the directory, or name another one.");
    }
  }

  /// Each file system has room for what goes to it.
  ///
  /// @param needs how many bytes go to each directory
  void requireRoom(Map<Path, Long> needs) {
    Map<Object, Long> sums = new LinkedHashMap<>();
    Map<Object, Path> examples = new LinkedHashMap<>();
    try {
      for (Map.Entry<Path, Long> need : needs.entrySet()) {
        Path existing = existing(need.getKey());
        Object device = Files.getAttribute(existing, "unix:dev");
        sums.merge(device, need.getValue(), Long::sum);
        examples.putIfAbsent(device, existing);
      }
      for (Map.Entry<Object, Long> sum : sums.entrySet()) {
        Path example = examples.get(sum.getKey());
        if (example != null) {
          requireRoom(example, sum.getValue());
        }
      }
    } catch (IOException e) {
      throw DestinationFailures.of(
          "look at the file system of", needs.keySet().iterator().next(), e);
    }
  }

  private static void requireRoom(Path directory, long needed) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < needed) {
      throw new DestinationException(
          "the file system of \""
              + directory
              + "\" has "
              + megabytes(free)
              + " free, the restore needs "
              + megabytes(needed),
          "Free space, or restore to another file system; -T and -X place tablespaces and WAL"
              + " elsewhere.");
    }
  }

  private static String megabytes(long bytes) {
    return bytes < 10L << 20 ? (bytes >> 10) + " kB" : (bytes >> 20) + " MB";
  }
}
