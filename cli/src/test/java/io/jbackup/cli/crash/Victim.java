package io.jbackup.cli.crash;

import io.jbackup.cli.Program;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/// Waits for a moment of a program that runs, found by what it writes.
final class Victim {
  private static final long POLL = 20_000;
  private static final long DEADLINE = 60_000_000_000L;

  /// Has the moment come?
  interface Moment {
    boolean come() throws Exception;
  }

  private Victim() {}

  /// Returns at the moment, or so many nanoseconds after it.
  static void await(Program program, Moment moment, long after) throws Exception {
    long end = System.nanoTime() + DEADLINE;
    while (!moment.come()) {
      if (!program.isAlive() || System.nanoTime() > end) {
        throw new Tally.Missed("ended with " + program.exit());
      }
      LockSupport.parkNanos(POLL);
    }
    long strike = System.nanoTime() + after;
    while (System.nanoTime() < strike) {
      Thread.onSpinWait();
    }
  }

  static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Set.of();
    }
    return names;
  }

  /// The bytes of the files whose names begin so, whether finished or not; -1 when there is none.
  static long size(Path folder, String prefix) throws IOException {
    long size = -1;
    for (String name : names(folder)) {
      if (name.startsWith(prefix) || name.startsWith("." + prefix)) {
        size = Math.max(size, 0) + length(folder.resolve(name));
      }
    }
    return size;
  }

  private static long length(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0; // it has got its final name just now
    }
  }

  /// The number of files below a directory, counted folder by folder while it changes.
  static int files(Path directory) throws IOException {
    int files = 0;
    List<Path> folders = new ArrayList<>(List.of(directory));
    while (!folders.isEmpty()) {
      Path folder = folders.removeLast();
      for (String name : names(folder)) {
        files++;
        if (!name.contains(".") && Files.isDirectory(folder.resolve(name))) {
          folders.add(folder.resolve(name));
        }
      }
    }
    return files;
  }
}
