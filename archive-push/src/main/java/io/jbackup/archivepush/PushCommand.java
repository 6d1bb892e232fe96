package io.jbackup.archivepush;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.archive.PublishResult;
import io.jbackup.catalog.archive.StoredForms;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.archive.WalIdentity;
import io.jbackup.catalog.archive.WalPublisher;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.error.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of archive-push.
final class PushCommand {
  /// Leftovers of killed processes are looked for once in so many segments: a listing of a large
  /// archive takes long.
  private static final String SWEEP_AT = "00";

  private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

  private final Arguments arguments;
  private final Surroundings surroundings;
  private final Log log;
  private final long started = System.nanoTime();
  private volatile boolean firstIsSafe;
  private volatile boolean far;

  PushCommand(Arguments arguments, Surroundings surroundings, Log log) {
    this.arguments = arguments;
    this.surroundings = surroundings;
    this.log = log;
  }

  int run() {
    long seconds = Session.archiveTimeoutSeconds(arguments);
    CatalogLocation location = Session.location(arguments, surroundings);
    far = location.directory().isEmpty();
    if (seconds > 0) {
      // What fails in time tells why, which the deadline cannot; pauses are random, up to twice as
      // long.
      location = location.patient(Duration.ofMillis(seconds * 500));
    }
    try (Deadline deadline = Deadline.start(seconds, this::expired);
        Session session = Session.open(arguments, surroundings, location, log)) {
      deadline.change(session.archiveTimeoutSeconds());
      return push(session);
    } catch (StorageException e) {
      log.error(e);
      return code(e).code();
    }
  }

  /// A bucket that does not answer is nothing for PostgreSQL to tell from other failures: it keeps
  /// the segment and asks again.
  private ExitCode code(BackupException failure) {
    return far && failure instanceof StorageException ? ExitCode.GENERAL : failure.exitCode();
  }

  private void expired(long seconds) {
    if (firstIsSafe) {
      log.warning("not all of the batch could be archived in " + seconds + " seconds");
      Runtime.getRuntime().halt(ExitCode.SUCCESS.code());
    }
    log.write(
        Level.ERROR,
        "WAL segment "
            + arguments.get(Option.WAL_FILE_NAME)
            + " could not be archived in "
            + seconds
            + " seconds",
        "The storage of the catalog does not answer or is too slow; --archive-timeout sets the time.");
    Runtime.getRuntime().halt((far ? ExitCode.GENERAL : ExitCode.STORAGE).code());
  }

  private int push(Session session) {
    WalFiles files = WalFiles.locate(arguments, session, surroundings);
    WalIdentity identity = session.identity();
    Compression compression = session.compression();
    int threads = arguments.count(Option.THREADS, 1);
    int batchSize = arguments.count(Option.BATCH_SIZE, 1);
    files.checkSystemId(session.instance().name(), identity.systemId());
    WalArchive archive = session.instance().archive();
    archive.requirePresent();

    ReadyFiles ready = new ReadyFiles(files.directory());
    List<String> names = new ArrayList<>();
    names.add(files.name());
    names.addAll(ready.next(files.name(), batchSize - 1, identity.segmentSize()));
    log.info(
        "jbackup archive-push WAL file: "
            + files.name()
            + (", threads: " + Math.min(threads, names.size()) + "/" + threads)
            + (", batch: " + names.size() + "/" + batchSize)
            + (", compression: " + compression.algorithm().label()));
    boolean overwrite = arguments.has(Option.OVERWRITE);
    StoredForms forms = archive.store().isNear() ? null : StoredForms.of(archive, names);
    PushBatch batch =
        new PushBatch(
            archive,
            files.directory(),
            () -> new WalPublisher(archive, identity, compression, overwrite, forms),
            (name, result, warning) -> safe(ready, files.name(), name, result, warning));
    int code = finish(batch.run(files.path(), names, threads));
    if (archive.store().isNear()) {
      sweep(archive, names);
    }
    return code;
  }

  private void safe(
      ReadyFiles ready, String first, String name, PublishResult result, @Nullable String warning) {
    if (warning != null) {
      log.write(
          Level.WARNING,
          warning + "; it was archived as it is",
          "A recovery will end there. Take a new backup.");
    }
    if (log.takes(Level.LOG)) {
      log.log(describe(name, result));
    }
    if (name.equals(first)) {
      firstIsSafe = true;
    } else if (!arguments.has(Option.NO_READY_RENAME)) {
      markDone(ready, name);
    }
  }

  private static String describe(String name, PublishResult result) {
    if (result instanceof PublishResult.AlreadyThere(_, var equalUpTo)) {
      return "WAL file "
          + name
          + " is in the archive already, skipped"
          + (equalUpTo.isEmpty()
              ? ""
              : "; the same up to " + equalUpTo.get() + ", where the timeline was left");
    }
    return "WAL file " + name + " archived";
  }

  private void markDone(ReadyFiles ready, String name) {
    try {
      ready.done(name);
    } catch (IOException e) {
      // The server finds the file ready still and has it archived again, which succeeds.
      log.warning("could not mark WAL file " + name + " as archived: " + e);
    }
  }

  private int finish(BatchOutcome outcome) {
    String counts = ", pushed: " + outcome.pushed() + ", skipped: " + outcome.skipped();
    Throwable failure = outcome.failure();
    if (failure == null) {
      log.info(
          "jbackup archive-push completed successfully" + counts + ", time elapsed: " + elapsed());
      return ExitCode.SUCCESS.code();
    }
    BackupException known =
        failure instanceof BackupException backup
            ? backup
            : new StorageException(
                "unexpected " + failure, "Report this as a bug of jbackup.", failure);
    if (outcome.firstIsSafe()) {
      // The server asks for the one that failed with its next call, and then it is an error.
      log.write(Level.WARNING, String.valueOf(known.getMessage()), known.hint());
      log.warning(
          "jbackup archive-push ended its batch early" + counts + ", time elapsed: " + elapsed());
      return ExitCode.SUCCESS.code();
    }
    log.error(known);
    log.error(
        "jbackup archive-push failed"
            + counts
            + ", failed: "
            + outcome.failed()
            + ", time elapsed: "
            + elapsed());
    return code(known).code();
  }

  private String elapsed() {
    return (System.nanoTime() - started) / 1_000_000 + "ms";
  }

  private void sweep(WalArchive archive, List<String> names) {
    for (String name : names) {
      if (name.endsWith(SWEEP_AT)) {
        sweep(archive);
        return;
      }
    }
  }

  private void sweep(WalArchive archive) {
    try {
      Instant limit = Instant.now().minus(LEFTOVER_AGE);
      int swept = archive.store().sweep(archive.folder(), limit);
      log.log("removed unfinished files of processes that died: " + swept);
    } catch (StorageException e) {
      log.warning(String.valueOf(e.getMessage()));
    }
  }
}
