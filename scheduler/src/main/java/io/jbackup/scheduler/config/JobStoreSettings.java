package io.jbackup.scheduler.config;

import java.nio.file.Path;
import java.util.Optional;

/// Where Quartz keeps what is due.
public sealed interface JobStoreSettings {
  /// In each service's memory. What was missed is found out from the catalog.
  record Memory() implements JobStoreSettings {}

  /// In a PostgreSQL database that the services of all nodes share.
  record Jdbc(String url, String user, Optional<Path> passwordFile) implements JobStoreSettings {}
}
