package io.jbackup.cli.crash;

import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The one cluster of all scenarios, with WAL segments of 1 MiB that it keeps, so that what is
/// archived can be held against them. It archives through the program into the main site.
final class Lab implements AutoCloseable {
  static final int VERSION = 18;

  final Path directory;
  final PostgresServer server;
  final Site main;
  private final AtomicInteger names = new AtomicInteger();

  Lab(Path directory, Place place) throws Exception {
    this.directory = directory;
    server =
        PostgresServer.version(VERSION)
            .walSegmentMebibytes(1)
            .setting("wal_keep_size", "4GB")
            .setting("max_wal_size", "1GB")
            .setting("archive_mode", "on")
            .start();
    server.sql("create table t (n bigint)", "insert into t values (0)");
    server.share(directory);
    main = new Site(this, place);
    main.init();
    place.share(server);
    server.set(
        "archive_command",
        variables(place)
            + "\"%s\" archive-push -B \"%s\" --instance=main --wal-file-path=%%p --wal-file-name=%%f"
                .formatted(Site.PROGRAM, place.location())
            + " --compress-algorithm=zstd --batch-size=16");
  }

  private static String variables(Place place) {
    return place.serverEnvironment().entrySet().stream()
        .map(variable -> variable.getKey() + "=\"" + variable.getValue() + "\" ")
        .collect(Collectors.joining());
  }

  /// A further catalog of the main one's kind.
  Site another() throws IOException {
    return new Site(this, main.place().another("catalog" + names.incrementAndGet()));
  }

  /// A catalog on a disk.
  Site site(Disk disk) {
    return new Site(this, new DirectoryPlace(disk.path().resolve("catalog")));
  }

  /// A path that does not exist yet.
  Path fresh(String name) {
    return directory.resolve(name + names.incrementAndGet());
  }

  /// Writes something that a later restore can be asked for.
  long mark() throws SQLException {
    return Long.parseLong(server.query("insert into t select max(n) + 1 from t returning n"));
  }

  /// About this many bytes of WAL that does not compress well.
  void writeWal(int bytes) throws SQLException {
    server.sql(
        "select pg_logical_emit_message(false, 'crash', string_agg(md5(random()::text), ''))"
            + " from generate_series(1, "
            + bytes / 32
            + ")");
  }

  /// A segment that is complete, and was not named before.
  String segment() throws SQLException {
    writeWal(400_000);
    return server.switchWal();
  }

  Path pgWal() {
    return server.dataDirectory().resolve("pg_wal");
  }

  /// The segments and history files that archive-push has reported as archived to the server.
  List<String> archived() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(pgWal().resolve("archive_status"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.endsWith(".done")) {
          names.add(name.substring(0, name.length() - ".done".length()));
        }
      }
    }
    return names;
  }

  @Override
  public void close() throws IOException {
    server.close();
    main.place().close();
  }
}
