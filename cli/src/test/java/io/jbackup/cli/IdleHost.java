package io.jbackup.cli;

import io.jbackup.catalog.testing.SampleWal;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;

/// As much of a data directory as archiving looks at, with segments of its cluster's identity; the
/// server is not running.
record IdleHost(Path data, SampleWal wal) {
  /// Makes it in a directory.
  static IdleHost create(Path data) throws Exception {
    Files.createDirectories(data.resolve("pg_wal/archive_status"));
    Files.createDirectories(data.resolve("global"));
    try (PostgresServer server = PostgresServer.version(PostgresBinaries.newest()).start()) {
      for (String file : new String[] {"PG_VERSION", "global/pg_control"}) {
        Files.copy(server.dataDirectory().resolve(file), data.resolve(file));
      }
      String id = server.query("select system_identifier from pg_control_system()");
      SampleWal wal = SampleWal.small().withSystemId(Long.parseLong(id)).withSize(16 << 20);
      return new IdleHost(data, wal);
    }
  }

  /// The path of a segment of timeline 1.
  Path segment(int number) {
    return data.resolve("pg_wal").resolve(wal.name(1, number));
  }

  /// Its mark for the archiver.
  Path ready(int number) {
    return data.resolve("pg_wal/archive_status").resolve(wal.name(1, number) + ".ready");
  }

  void write(int number) throws Exception {
    Files.write(segment(number), wal.segment(1, number, number));
  }
}
