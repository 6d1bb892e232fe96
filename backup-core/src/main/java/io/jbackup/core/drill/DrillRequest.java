package io.jbackup.core.drill;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.restore.RecoveryTarget;
import io.jbackup.core.restore.TimelineChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a drill restores, how far, and what it asks of the result.
///
/// @param program the absolute path of `jbackup`, for restore_command
/// @param backup the backup to take; empty to have the newest one chosen that reaches the target
/// @param inclusive whether the target itself is part of the result
/// @param threads how many threads decompress, and check indexes
/// @param directory where to restore: a new or empty directory; empty for a temporary one
/// @param pgbin where `postgres` is; empty to look for the backup's major version
/// @param user a superuser of the cluster; empty to try `postgres` and others
/// @param query looked at besides that every database can be used
/// @param amcheck whether B-tree indexes are checked
/// @param keep whether the restored directory stays
/// @param timeout for all that the server does, from its start to the last check
/// @param settings further settings of the server
public record DrillRequest(
    Path program,
    Optional<BackupId> backup,
    RecoveryTarget target,
    Optional<Boolean> inclusive,
    TimelineChoice timeline,
    int threads,
    Optional<Path> directory,
    Optional<Path> pgbin,
    Optional<String> user,
    Optional<DrillQuery> query,
    boolean amcheck,
    boolean keep,
    Duration timeout,
    Map<String, String> settings) {
  /// How long a server may take when nothing else is said.
  public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(12);

  /// Throws UsageException for what makes no sense.
  public DrillRequest {
    settings = new LinkedHashMap<>(settings);
    directory.ifPresent(path -> requireAbsolute("--dir", path));
    pgbin.ifPresent(path -> requireAbsolute("--pgbin", path));
    if (timeout.isNegative() || timeout.isZero()) {
      throw new UsageException(
          "invalid timeout of a drill: " + timeout.toMillis() + "ms", "Give it more time.");
    }
    settings.keySet().forEach(DrillConf::requireFree);
  }

  private static void requireAbsolute(String option, Path path) {
    if (!path.isAbsolute()) {
      throw new UsageException(
          option + " must be an absolute path: \"" + path + "\"", "Write the path from the root.");
    }
  }

  /// A drill of the newest backup: its own end, one thread, no further checks.
  public static DrillRequestBuilder builder(Path program) {
    return new DrillRequestBuilder(program);
  }
}
