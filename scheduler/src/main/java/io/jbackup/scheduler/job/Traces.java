package io.jbackup.scheduler.job;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.run.RunRecord;
import io.jbackup.scheduler.config.Work;
import io.jbackup.scheduler.round.Round;
import io.jbackup.scheduler.round.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Finds out from the catalog whether a round is done, whoever did it.
public final class Traces {
  private final Site site;

  public Traces(Site site) {
    this.site = site;
  }

  /// Never throws for what the catalog does or does not answer.
  public Trace look(Round round, Work work) {
    try (Catalog catalog = site.open()) {
      Instance instance = catalog.instance(round.instance());
      Optional<Trace> done = done(instance, round, work);
      if (done.isPresent()) {
        return done.get();
      }
      List<LockOwner> owners =
          instance
              .locks(LockRequest.withoutWaiting("service"))
              .owners(LockTarget.scheduled(round.schedule()));
      return owners.isEmpty()
          ? new Trace.None()
          : new Trace.InWork(LockOwner.describe(owners, site.clock().getZone()));
    } catch (BackupException e) {
      return new Trace.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /// The lock of the schedule is not looked at.
  Optional<Trace> done(Instance instance, Round round, Work work) {
    Optional<Trace> recorded =
        instance
            .lastRun(round.schedule())
            .filter(run -> !run.due().isBefore(round.due()))
            .filter(run -> run.result() != RunRecord.Result.FAILED)
            .map(run -> new Trace.Done("taken by " + run.node() + ": " + run.text()));
    return recorded.isPresent() || !(work instanceof Work.Backup backup)
        ? recorded
        : backup(instance, round.due(), backup.mode());
  }

  /// Also one that somebody took by hand. Control files have whole seconds.
  private static Optional<Trace> backup(Instance instance, Instant due, BackupMode mode) {
    Instant from = due.truncatedTo(ChronoUnit.SECONDS);
    for (StoredBackup backup : instance.backups()) {
      BackupFacts facts = BackupFacts.of(backup);
      if (facts.status() == BackupStatus.OK
          && facts.mode() == mode
          && !facts.startTime().isBefore(from)) {
        return Optional.of(new Trace.Done("backup " + backup.id() + " began after it was due"));
      }
    }
    return Optional.empty();
  }
}
