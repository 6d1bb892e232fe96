package io.jbackup.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL binaries that tests and the demonstration run: `target/postgres/<major>` of the
/// checkout, with `bin/initdb`, `bin/pg_ctl` and `bin/postgres`.
///
/// The build puts them there, see [PostgresUnpacker].
public final class PostgresBinaries {
  private PostgresBinaries() {}

  /// The majors that tests run on; `-Djbackup.test.postgres=15,18` narrows them.
  public static List<Integer> majors() {
    var chosen = System.getProperty("jbackup.test.postgres", "15,16,17,18");
    return Stream.of(chosen.split(",")).map(String::strip).map(Integer::valueOf).toList();
  }

  /// The newest major that is there.
  public static int newest() {
    return majors().getLast();
  }

  /// The directory of one major's binaries. It exists once the build of this module has run.
  public static Path directory(int major) {
    return checkout().resolve("target/postgres").resolve(Integer.toString(major));
  }

  /// The checkout's own directory.
  public static Path checkout() {
    Path start = Path.of("").toAbsolutePath();
    for (@Nullable Path at = start; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return at;
      }
    }
    throw new IllegalStateException("No checkout of jbackup above " + start + ".");
  }

  /// Removes a directory with all that is in it; a missing one is fine.
  static void removeTree(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + directory, e);
    }
  }
}
