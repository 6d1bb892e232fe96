package io.jbackup.core.drill;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.drill.Drills;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.lock.Hosts;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.restore.Ownership;
import io.jbackup.core.restore.RecoveryAction;
import io.jbackup.core.restore.RestoreBackup;
import io.jbackup.core.restore.RestoreRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Proves that a backup can be restored: restores it to a directory of its own, lets PostgreSQL
/// recover it there, apart from every other server, looks at the result, removes it all and records
/// what came of it in the catalog. The backup is locked SHARED until the server has been stopped.
public final class RunDrill {
  private final Instance instance;
  private final JobLog log;
  private final Progress progress;
  private final Clock clock;
  private final Map<String, String> environment;
  private final Function<Optional<Path>, ServerAccount> accounts;
  private final RestoreBackup restore;

  /// @param environment in which `PATH` and `PG_CONFIG` lead to PostgreSQL's programs
  public RunDrill(
      Instance instance,
      Locks locks,
      JobLog log,
      Progress progress,
      Clock clock,
      Map<String, String> environment) {
    this(instance, locks, log, progress, clock, environment, ServerAccount::here);
  }

  RunDrill(
      Instance instance,
      Locks locks,
      JobLog log,
      Progress progress,
      Clock clock,
      Map<String, String> environment,
      Function<Optional<Path>, ServerAccount> accounts) {
    this.instance = instance;
    this.log = log;
    this.progress = progress;
    this.clock = clock;
    this.environment = Map.copyOf(environment);
    this.accounts = accounts;
    restore = new RestoreBackup(instance, locks, log, progress, clock);
  }

  /// Runs the drill and returns its record, which is stored. A drill that fails throws, and is
  /// stored too from the moment its backup is chosen: ServerException when PostgreSQL does not get
  /// through recovery, CorruptException when the backup is damaged or an answer is wrong,
  /// UsageException or DestinationException when it cannot be tried here, else as
  /// [RestoreBackup#run(RestoreRequest)]. CancelledException after [#cancel()], which is not
  /// stored.
  public DrillRecord run(DrillRequest request) {
    Drills drills = Drills.of(instance);
    drills.last(); // what cannot be read is better known before the work
    Instant started = clock.instant();
    long begin = System.nanoTime();
    DrillRun run = null;
    try (Scratch scratch = Scratch.make(request.directory(), request.keep(), remains())) {
      run = new DrillRun(instance, request, scratch, environment, accounts, log, progress);
      try {
        restore.run(restoreRequest(request, scratch), run);
      } finally {
        told(request, scratch);
      }
    } catch (CancelledException e) {
      throw new CancelledException(
          "the drill was interrupted",
          "Its server was stopped; run the drill again for a result.",
          e);
    } catch (BackupException e) {
      failed(drills, run, started, begin, e);
      throw e;
    }
    DrillRecord record = record(run, run.backup().orElseThrow().id(), started, begin, null);
    drills.save(record);
    return record;
  }

  private ScratchRemains remains() {
    Set<Integer> users = new HashSet<>();
    Ownership.user().ifPresent(users::add);
    if (Ownership.isRoot()) {
      serverUser().ifPresent(users::add);
    }
    return new ScratchRemains(users, log);
  }

  /// Root gives the directories of drills to the user whom the server runs as.
  private Optional<Integer> serverUser() {
    try {
      return accounts
          .apply(instance.config().get(ConfigKey.PGDATA).map(Path::of))
          .owner()
          .map(owner -> Integer.valueOf(owner.substring(0, owner.indexOf(':'))));
    } catch (DestinationException e) {
      log.verbose("No drill can be run here: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void told(DrillRequest request, Scratch scratch) {
    if (request.keep()) {
      log.info("The restored cluster is kept in \"" + scratch.root() + "\"");
    }
  }

  private static RestoreRequest restoreRequest(DrillRequest request, Scratch scratch) {
    return RestoreRequest.builder(scratch.data(), request.program())
        .backup(request.backup().orElse(null))
        .target(request.target())
        .inclusive(request.inclusive().orElse(null))
        .timeline(request.timeline())
        .action(request.target().stopsEarly() ? RecoveryAction.PROMOTE : null)
        .threads(request.threads())
        .scratch(scratch.tablespaces())
        .sync(false)
        .build();
  }

  private void failed(
      Drills drills, @Nullable DrillRun run, Instant started, long begin, BackupException failure) {
    Optional<StoredBackup> backup = run == null ? Optional.empty() : run.backup();
    if (run == null || backup.isEmpty()) {
      return;
    }
    log.warning("The drill of backup " + backup.get().id() + " FAILED, which is recorded");
    try {
      drills.save(record(run, backup.get().id(), started, begin, failure));
    } catch (BackupException e) {
      failure.addSuppressed(e);
      log.warning("The failed drill could not be recorded: " + e.getMessage());
    }
  }

  private static DrillRecord record(
      DrillRun run,
      BackupId backup,
      Instant started,
      long begin,
      @Nullable BackupException failure) {
    return new DrillRecord(
        backup,
        started,
        Duration.ofNanos(System.nanoTime() - begin),
        Hosts.name(),
        failure == null,
        run.recoveredTo(),
        run.recoveredLsn(),
        failure == null ? run.findings() : String.valueOf(failure.getMessage()));
  }

  /// Stops a drill that runs in another thread as soon as possible, with its server.
  public void cancel() {
    restore.cancel();
  }
}
