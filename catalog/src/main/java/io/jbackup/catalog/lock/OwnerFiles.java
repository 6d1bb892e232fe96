package io.jbackup.catalog.lock;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The owner files of an instance's locks.
final class OwnerFiles {
  /// Longer than any process needs between making a file and giving it its name.
  private static final Duration UNFINISHED = Duration.ofHours(1);

  private OwnerFiles() {}

  /// The living owners of a target, the longest holder first. `own` are this process's, by file
  /// name: their files must not be opened here. What dead ones left is removed.
  static List<LockOwner> living(
      LockFolder folder, LockTarget target, Map<String, LockOwner> own, LockListener listener)
      throws IOException {
    List<LockOwner> owners = new ArrayList<>();
    String prefix = LockFolder.name(target) + ".";
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.owners())) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        LockOwner known = own.get(name);
        if (name.endsWith(".tmp")) {
          sweepUnfinished(file, listener);
        } else if (name.startsWith(prefix) && known != null) {
          owners.add(known);
        } else if (name.startsWith(prefix)) {
          OwnerFile.read(file, listener).ifPresent(owners::add);
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    owners.sort(Comparator.comparing(LockOwner::since));
    return List.copyOf(owners);
  }

  private static void sweepUnfinished(Path file, LockListener listener) throws IOException {
    try {
      Instant limit = Instant.now().minus(UNFINISHED);
      if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
        OwnerFile.sweep(file, listener);
      }
    } catch (NoSuchFileException _) {
      // It has got its name.
      return;
    }
  }
}
