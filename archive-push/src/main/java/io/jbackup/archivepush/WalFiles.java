package io.jbackup.archivepush;

import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.wal.LittleEndian;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Where a server's WAL files lie: `name` is %f, `path` the file, `directory` its pg_wal.
record WalFiles(String name, Path path, Path directory) {
  /// A relative path counts from the data directory that -D names, or else from the current
  /// directory, which is the data directory when PostgreSQL calls. Without a path, the file lies in
  /// the data directory's pg_wal.
  static WalFiles locate(Arguments arguments, Session session, Surroundings surroundings) {
    String name = arguments.require(Option.WAL_FILE_NAME);
    String given = arguments.get(Option.WAL_FILE_PATH);
    Path base = base(arguments, surroundings.directory());
    Path path =
        given == null
            ? dataDirectory(session, surroundings, base).resolve("pg_wal").resolve(name)
            : base.resolve(given);
    if (given != null && Files.isDirectory(path)) {
      path = path.resolve(name);
    }
    Path directory = path.getParent();
    return new WalFiles(name, path, directory == null ? base : directory);
  }

  /// What relative paths count from.
  static Path base(Arguments arguments, Path current) {
    String given = arguments.get(Option.PGDATA);
    return given == null ? current : current.resolve(given);
  }

  private static Path dataDirectory(Session session, Surroundings surroundings, Path base) {
    if (isDataDirectory(base)) {
      return base;
    }
    String environment = surroundings.environment().get("PGDATA");
    if (environment != null && !environment.isEmpty()) {
      return surroundings.directory().resolve(environment);
    }
    return session.dataDirectory().isEmpty() ? base : Path.of(session.dataDirectory());
  }

  private static boolean isDataDirectory(Path directory) {
    return Files.exists(directory.resolve("global/pg_control"));
  }

  /// Refuses the files of another cluster, where they lie in a data directory at all. Segments tell
  /// their cluster themselves; history files do not.
  void checkSystemId(String instance, long expected) {
    Path data = directory.getParent();
    Long found = data == null ? null : systemId(data.resolve("global/pg_control"));
    if (found != null && found != expected) {
      throw new IdentityException(
          "Refuse to push WAL segment "
              + name
              + " into archive. Instance parameters mismatch. Instance '"
              + instance
              + "' should have SYSTEM_ID = "
              + Long.toUnsignedString(expected)
              + " instead of "
              + Long.toUnsignedString(found),
          "The server in \""
              + data
              + "\" is another cluster: give it an instance of its own, or stop its archiving.");
    }
  }

  /// The first number in pg_control, null when there is no such file.
  private static @Nullable Long systemId(Path control) {
    byte[] bytes = new byte[Long.BYTES];
    try (FileChannel channel = FileChannel.open(control, StandardOpenOption.READ)) {
      int read = channel.read(ByteBuffer.wrap(bytes));
      return read < bytes.length ? null : LittleEndian.i64(bytes, 0);
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw StorageFailures.of("read", control, e);
    }
  }
}
