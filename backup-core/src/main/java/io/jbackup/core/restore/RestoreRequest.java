package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What to restore, where to, and how far.
///
/// @param pgdata the new data directory, absolute
/// @param backup the backup to take; empty to have one chosen
/// @param inclusive whether the target itself is part of the result; only for time, xid and LSN
/// @param action what the server does at the target; only with one
/// @param scratch for a restore that is thrown away: the directory below which every tablespace
///   goes, by OID; what its server's administrator should know is not told
/// @param waldir where pg_wal lies if not in the data directory, absolute
/// @param threads how many threads decompress
/// @param asReplica make a standby
/// @param restoreCommand taken literally instead of the one that is made up
/// @param newArchive a new instance that the restored cluster archives into
/// @param validate check before writing that the WAL that is needed is there
/// @param sync force everything to disk
/// @param force also restore a backup whose status forbids it
/// @param program the absolute path of `jbackup`, for restore_command
public record RestoreRequest(
    Path pgdata,
    Optional<BackupId> backup,
    RecoveryTarget target,
    Optional<Boolean> inclusive,
    TimelineChoice timeline,
    Optional<RecoveryAction> action,
    List<TablespaceMapping> tablespaces,
    Optional<Path> scratch,
    Optional<Path> waldir,
    int threads,
    boolean asReplica,
    Optional<String> primaryConninfo,
    Optional<String> primarySlotName,
    Optional<String> restoreCommand,
    Optional<String> newArchive,
    boolean validate,
    boolean sync,
    boolean force,
    Path program) {
  /// Throws UsageException for combinations that mean nothing.
  public RestoreRequest {
    tablespaces = List.copyOf(tablespaces);
    requireAbsolute("-D, --pgdata", pgdata);
    waldir.ifPresent(path -> requireAbsolute("-X, --waldir", path));
    pgdata = pgdata.normalize();
    waldir = waldir.map(Path::normalize);
    if (inclusive.isPresent() && !takesInclusive(target)) {
      throw new UsageException(
          "--recovery-target-inclusive needs a target time, xid or LSN",
          "Remove it, or add --recovery-target-time, -xid or -lsn.");
    }
    if (action.isPresent() && target instanceof RecoveryTarget.None) {
      throw new UsageException(
          "--recovery-target-action needs a recovery target",
          "Remove it, or say with --recovery-target… how far to recover.");
    }
    if (!asReplica && (primaryConninfo.isPresent() || primarySlotName.isPresent())) {
      throw new UsageException(
          "--primary-conninfo and --primary-slot-name need --restore-as-replica",
          "Add -R to make a standby, or remove them.");
    }
    if (asReplica && newArchive.isPresent()) {
      throw new UsageException(
          "--new-archive is not for a standby: it belongs to the cluster that it follows",
          "Leave --new-archive or -R away.");
    }
    if (threads < 1) {
      throw new UsageException(
          "invalid number of threads: " + threads, "Use 1 or more with -j, --threads.");
    }
  }

  private static void requireAbsolute(String option, Path path) {
    if (!path.isAbsolute()) {
      throw new UsageException(
          option + " must be an absolute path: \"" + path + "\"", "Write the path from the root.");
    }
  }

  private static boolean takesInclusive(RecoveryTarget target) {
    return switch (target) {
      case RecoveryTarget.Time _, RecoveryTarget.Xid _, RecoveryTarget.Position _ -> true;
      case RecoveryTarget.None _,
          RecoveryTarget.Latest _,
          RecoveryTarget.Immediate _,
          RecoveryTarget.Name _ ->
          false;
    };
  }

  /// Whether the target itself is part of the result; PostgreSQL's default is yes.
  boolean isInclusive() {
    return inclusive.orElse(true);
  }

  /// The same with another end of recovery.
  RestoreRequest endingWith(RecoveryTarget end, RecoveryAction atEnd) {
    return new RestoreRequest(
        pgdata,
        backup,
        end,
        Optional.empty(),
        timeline,
        Optional.of(atEnd),
        tablespaces,
        scratch,
        waldir,
        threads,
        asReplica,
        primaryConninfo,
        primarySlotName,
        restoreCommand,
        newArchive,
        validate,
        sync,
        force,
        program);
  }

  /// A request with the command line's defaults: the newest backup, one thread, all checks.
  public static RestoreRequestBuilder builder(Path pgdata, Path program) {
    return new RestoreRequestBuilder(pgdata, program);
  }
}
