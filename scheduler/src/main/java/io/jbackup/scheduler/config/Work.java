package io.jbackup.scheduler.config;

import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.compress.Compression;
import java.nio.file.Path;
import java.util.Optional;

/// What a schedule does.
public sealed interface Work {
  /// A STREAM backup over a temporary slot.
  ///
  /// @param compression empty to take what the instance's configuration says
  /// @param maxRateKbps in kB/s, 0 for no limit
  record Backup(BackupMode mode, Optional<Compression> compression, int threads, int maxRateKbps)
      implements Work {}

  /// All backups of the instance and its archive.
  record Validate(int threads) implements Work {}

  /// A restore of the newest backup to a scratch directory, with the server started there.
  ///
  /// @param directory where the scratch directory is made; empty for the temporary directory
  /// @param binaries the directory of PostgreSQL's programs; empty to look for them
  record Drill(
      Optional<Path> directory,
      Optional<Path> binaries,
      Optional<String> query,
      Optional<String> expect,
      boolean amcheck,
      int threads)
      implements Work {}
}
