package io.jbackup.catalog.archive;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.wal.TimelineHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// History files by name and content, in the archive or in a server's pg_wal.
final class HistoryFiles {
  static final String HINT =
      "A history file names every ancestor of its timeline, one a line. Replace this one by an"
          + " intact copy from pg_wal of a server on that timeline, or from another archive.";

  private static final String SUFFIX = ".history";
  private static final int NAME_LENGTH = 8 + SUFFIX.length();

  private HistoryFiles() {}

  /// The timeline that a history file's name tells, 0 when it is another file.
  static int timeline(String name) {
    if (name.length() != NAME_LENGTH || !name.endsWith(SUFFIX)) {
      return 0;
    }
    try {
      return Integer.parseUnsignedInt(name, 0, 8, 16);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  static TimelineHistory parse(int timeline, String text, String path) {
    try {
      return TimelineHistory.parse(timeline, text);
    } catch (IllegalArgumentException e) {
      throw new CorruptException(
          "history file \"" + path + "\" is malformed: " + e.getMessage(), HINT, e);
    }
  }

  /// The histories that lie in a server's pg_wal.
  static List<TimelineHistory> in(Path directory) {
    List<TimelineHistory> histories = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        int timeline = timeline(String.valueOf(file.getFileName()));
        if (timeline != 0) {
          String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
          histories.add(parse(timeline, text, file.toString()));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw StorageFailures.of("list", directory, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw StorageFailures.of("read history files in", directory, e);
    }
    return histories;
  }
}
