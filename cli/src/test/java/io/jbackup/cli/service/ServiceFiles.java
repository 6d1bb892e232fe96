package io.jbackup.cli.service;

import io.jbackup.scheduler.config.ServiceConfig;
import io.jbackup.scheduler.config.ServiceConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/// A configuration file with one instance, `main`.
final class ServiceFiles {
  private ServiceFiles() {}

  /// @param schedules lines of the list `schedules`, without indentation
  static ServiceConfig read(Path directory, String schedules) throws IOException {
    return read(directory, schedules, "");
  }

  /// @param more lines of the instance, without indentation
  static ServiceConfig read(Path directory, String schedules, String more) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("service.yml"),
            """
            catalog: /srv/my backups
            node: u6
            instances:
              main:
                connection: host=/tmp port=5432 user=backup dbname=postgres
                retention: { redundancy: 2, delete-wal: true }
                schedules:
            """
                + schedules.indent(6)
                + more.indent(4));
    return new ServiceConfigReader(() -> "host", ZoneId.of("Europe/Berlin")).read(file);
  }
}
