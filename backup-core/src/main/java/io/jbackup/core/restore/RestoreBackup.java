package io.jbackup.core.restore;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.text.TimeText;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.BackupIndex;
import io.jbackup.core.archive.FrameThreads;
import io.jbackup.core.format.BackupLabel;
import io.jbackup.core.restore.Verdict.Suitable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Restores a backup to new directories and prepares the server's recovery. Nothing is written
/// before everything that can be known was checked; every byte that is written is held against the
/// backup's manifest; a restore that did not end leaves a data directory that no server starts
/// from. The backup is locked SHARED from the moment it is chosen: nobody deletes it meanwhile.
public final class RestoreBackup {
  private final Instance instance;
  private final Locks locks;
  private final JobLog log;
  private final Progress progress;
  private final Clock clock;
  private volatile boolean cancelled;
  private volatile @Nullable Thread worker;

  /// Times in messages are of the clock's zone.
  public RestoreBackup(Instance instance, Locks locks, JobLog log, Progress progress, Clock clock) {
    this.instance = instance;
    this.locks = locks;
    this.log = log;
    this.progress = progress;
    this.clock = clock;
  }

  /// Restores as asked. Throws TargetException when no backup reaches the target,
  /// DestinationException when the directories do not serve, CorruptException when the backup is
  /// damaged, CancelledException after [#cancel()].
  public RestoreResult run(RestoreRequest request) {
    return interruptibly(() -> prepare(request, _ -> {}, this::write));
  }

  /// Restores as [#run(RestoreRequest)] does, and lets `use` work on it while nobody can delete the
  /// backup. [#cancel()] interrupts that work too.
  public RestoreResult run(RestoreRequest request, RestoreUse use) {
    return interruptibly(() ->
        prepare(
            request,
            backup -> use.chosen(backup),
            prepared -> {
              RestoreResult result = write(prepared);
              use.restored(result);
              return result;
            }));
  }

  /// What [#run(RestoreRequest)] would do; fails as it would, and writes nothing.
  public RestorePlan plan(RestoreRequest request) {
    return interruptibly(() ->
        prepare(request, _ -> {}, prepared -> new PlanWriter(instance, prepared, log).plan()));
  }

  private <T> T interruptibly(Supplier<T> work) {
    worker = Thread.currentThread();
    try {
      throwIfCancelled();
      return work.get();
    } catch (BackupException e) {
      throwIfCancelled(e);
      throw e;
    } finally {
      worker = null;
      if (cancelled) {
        Thread.interrupted();
      }
    }
  }

  /// Stops a restore that runs in another thread as soon as possible.
  public void cancel() {
    cancelled = true;
    Thread running = worker;
    if (running != null) {
      running.interrupt();
    }
  }

  private void throwIfCancelled() {
    throwIfCancelled(null);
  }

  private void throwIfCancelled(@Nullable BackupException cause) {
    if (cancelled) {
      throw new CancelledException(
          "the restore was interrupted",
          "What it has written so far cannot be started: empty the destination before the next"
              + " restore.",
          cause);
    }
  }

  /// Settles everything, and does `work` while the backup is locked.
  private <T> T prepare(
      RestoreRequest request, Consumer<StoredBackup> chosen, Function<PreparedRestore, T> work) {
    DestinationCheck check = new DestinationCheck(instance.catalog().location().directory());
    check.requireUsable(
        new Destination(request.pgdata(), new TablespacePlan(List.of()), request.waldir()));
    request.newArchive().ifPresent(name -> new NewArchive(instance, name).requirePossible());
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      RestorePlanner planner =
          new RestorePlanner(instance.reread(), request, log, progress, clock.getZone());
      try (LockedChoice locked = LockedChoice.of(planner::plan, instance, locks)) {
        chosen.accept(locked.backup());
        RestoreGuards.check(locked.backup(), request, log);
        PreparedRestore prepared =
            PreparedRestore.of(request, locked.chosen(), planner.why(), locked.backup());
        check.requireUsable(prepared.destination());
        check.requireRoom(prepared.needs());
        throwIfCancelled();
        FrameThreads.tell(request.threads(), locked.backup().store(), log);
        return work.apply(prepared);
      }
    }
  }

  private RestoreResult write(PreparedRestore prepared) {
    try {
      return write(
          prepared.request(),
          prepared.chosen(),
          prepared.backup(),
          prepared.index(),
          prepared.label(),
          prepared.destination());
    } catch (BackupException e) {
      if (prepared.request().scratch().isEmpty()) {
        log.warning(
            "\""
                + prepared.destination().pgdata()
                + "\" is incomplete: no server starts from it, global/pg_control is not there. Empty"
                + " it before the next restore.");
      }
      throw e;
    }
  }

  private RestoreResult write(
      RestoreRequest request,
      Suitable chosen,
      StoredBackup backup,
      BackupIndex index,
      BackupLabel label,
      Destination destination) {
    DataWriter writer = new DataWriter(backup, index, destination, request, progress);
    writer.run();
    Finisher finisher = new Finisher(destination, writer.held(), writer.mode(), request.sync());
    Optional<String> conf = conf(destination);
    String archiveMode = ServerAdvice.archiveMode(conf, finisher.autoConf());
    RecoverySettings settings =
        new SettingsPlan(instance, log).of(request, chosen, backup, label, archiveMode);
    if (request.sync()) {
      log.info("Syncing restored files to disk");
    }
    boolean root = Ownership.isRoot();
    List<String> notes = notes(request, conf, finisher.autoConf(), root);
    finisher.run(backup, settings, TimeText.format(clock.instant(), clock.getZone()));
    if (request.newArchive().isPresent()) {
      NewArchive archive = new NewArchive(instance, request.newArchive().get());
      archive.add(destination.pgdata());
      notes.addAll(archive.advice());
    }
    if (request.scratch().isEmpty()) {
      notes.forEach(log::warning);
    }
    return new RestoreResult(
        backup.id(),
        destination.pgdata(),
        writer.files(),
        writer.bytes(),
        notes,
        NextSteps.of(request, destination, root));
  }

  /// The text of postgresql.conf, where it lies in the data directory.
  private static Optional<String> conf(Destination destination) {
    Path conf = destination.pgdata().resolve("postgresql.conf");
    try {
      return Files.exists(conf)
          ? Optional.of(Files.readString(conf, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException e) {
      throw DestinationFailures.of("read", conf, e);
    }
  }

  private static List<String> notes(
      RestoreRequest request, Optional<String> conf, String autoConf, boolean root) {
    boolean archiving = !request.asReplica() && request.newArchive().isEmpty();
    List<String> notes = new ArrayList<>(ServerAdvice.of(conf, autoConf, !archiving));
    if (root) {
      notes.add(
          "The restored files belong to root, and PostgreSQL does not run as root: give them to the"
              + " server's user before the start.");
    }
    return notes;
  }
}
