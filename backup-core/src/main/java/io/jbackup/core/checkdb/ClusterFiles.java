package io.jbackup.core.checkdb;

import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.page.RelationFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files of a data directory that hold pages, one after the other, for any number of threads.
/// Directories are listed when it is their turn: memory does not depend on the number of files.
final class ClusterFiles implements AutoCloseable {
  private final Path pgdata;
  private final Iterator<String> directories;
  private @Nullable DirectoryStream<Path> stream;
  private @Nullable Iterator<Path> entries;
  private String directory = "";

  /// A file and its name from the data directory on.
  record PageFile(Path path, String name, RelationFile relation) {}

  ClusterFiles(Path pgdata, PgControl control) {
    this.pgdata = pgdata;
    directories = directories(pgdata, control).iterator();
  }

  /// `global`, the databases, and those of the tablespaces that belong to this major version.
  private static List<String> directories(Path pgdata, PgControl control) {
    List<String> all = new ArrayList<>();
    all.add("global");
    addNumbered(pgdata, "base", all);
    List<String> spaces = new ArrayList<>();
    addNumbered(pgdata, "pg_tblspc", spaces);
    String version = "/PG_" + control.majorVersion() + "_" + control.catalogVersion();
    spaces.forEach(space -> addNumbered(pgdata, space + version, all));
    return all;
  }

  private static void addNumbered(Path pgdata, String parent, List<String> all) {
    Path path = pgdata.resolve(parent);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
          all.add(parent + "/" + name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // A tablespace without a database of this version, or dropped this very moment.
      all.remove(parent);
    } catch (DirectoryIteratorException e) {
      throw unlisted(path, e);
    } catch (IOException e) {
      throw StorageFailures.of("list", path, e);
    }
  }

  private static RuntimeException unlisted(Path path, DirectoryIteratorException e) {
    IOException cause = e.getCause();
    return StorageFailures.of("list", path, cause == null ? new IOException(e) : cause);
  }

  /// The next file, null when all have been given.
  synchronized @Nullable PageFile next() {
    while (true) {
      Iterator<Path> open = entries;
      try {
        while (open != null && open.hasNext()) {
          Path path = open.next();
          String name = directory + "/" + path.getFileName();
          Optional<RelationFile> relation = RelationFile.of(name);
          if (relation.isPresent()) {
            return new PageFile(path, name, relation.get());
          }
        }
      } catch (DirectoryIteratorException e) {
        throw unlisted(pgdata.resolve(directory), e);
      }
      if (!openNext()) {
        return null;
      }
    }
  }

  /// What it opens [#close()] closes.
  @SuppressWarnings("StreamResourceLeak")
  private boolean openNext() {
    close();
    if (!directories.hasNext()) {
      return false;
    }
    directory = directories.next();
    Path path = pgdata.resolve(directory);
    try {
      DirectoryStream<Path> opened = Files.newDirectoryStream(path);
      stream = opened;
      entries = opened.iterator();
    } catch (NoSuchFileException | NotDirectoryException _) {
      // The database was dropped since it was listed.
      entries = null;
    } catch (IOException e) {
      throw StorageFailures.of("list", path, e);
    }
    return true;
  }

  @Override
  public synchronized void close() {
    entries = null;
    DirectoryStream<Path> open = stream;
    stream = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw StorageFailures.of("close", pgdata.resolve(directory), e);
      }
    }
  }
}
