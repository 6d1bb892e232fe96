package io.jbackup.archivepush;

import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalFileName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The marks in `archive_status`: `.ready` means that the server wants the file archived, `.done`
/// that it may be removed or used again.
final class ReadyFiles {
  private static final String READY = ".ready";
  private static final String DONE = ".done";
  private static final String HISTORY = ".history";

  /// The order of PostgreSQL's archiver: history files first, then by name.
  private static final Comparator<String> ORDER = new ArchiverOrder();

  private final Path walDirectory;
  private final Path status;

  ReadyFiles(Path walDirectory) {
    this.walDirectory = walDirectory;
    this.status = walDirectory.resolve("archive_status");
  }

  /// The files that are to be archived after `first`, in order, `limit` at most. However many marks
  /// there are, only that many names are kept in memory.
  List<String> next(String first, int limit, SegmentSize size) {
    if (limit < 1) {
      return List.of();
    }
    PriorityQueue<String> lowest = new PriorityQueue<>(limit + 1, ORDER.reversed());
    try (DirectoryStream<Path> marks = Files.newDirectoryStream(status)) {
      for (Path mark : marks) {
        String name = name(String.valueOf(mark.getFileName()));
        if (!name.isEmpty() && !name.equals(first) && WalFileName.parse(name, size).isPresent()) {
          lowest.add(name);
          if (lowest.size() > limit) {
            lowest.remove();
          }
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      IOException cause = e.getCause();
      throw StorageFailures.of("list", status, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw StorageFailures.of("list", status, e);
    }
    return existing(lowest);
  }

  private static String name(String mark) {
    return mark.endsWith(READY) ? mark.substring(0, mark.length() - READY.length()) : "";
  }

  /// A mark without its file is left to the server, which removes such orphans.
  private List<String> existing(PriorityQueue<String> names) {
    List<String> existing = new ArrayList<>(names.size());
    for (String name : names) {
      if (Files.exists(walDirectory.resolve(name))) {
        existing.add(name);
      }
    }
    Collections.sort(existing, ORDER);
    return existing;
  }

  /// Tells the server that a file is archived. This is not forced to disk: if a crash takes it
  /// back, the server has the same file archived again, and that succeeds.
  void done(String name) throws IOException {
    Files.move(
        status.resolve(name + READY), status.resolve(name + DONE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static final class ArchiverOrder implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
      boolean history = one.endsWith(HISTORY);
      if (history != other.endsWith(HISTORY)) {
        return history ? -1 : 1;
      }
      return one.compareTo(other);
    }
  }
}
