package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Deletes what a plan says, and nothing before all of it is planned on a complete listing and
/// every backup that goes is locked. Whatever interrupts it leaves backups that are marked DELETING
/// and an archive that has lost its oldest files first: the next purge goes on.
public final class Purge {
  private final Instance instance;
  private final Locks locks;
  private final PurgeListener listener;
  private final Clock clock;
  private volatile boolean cancelled;

  public Purge(Instance instance, Locks locks, PurgeListener listener, Clock clock) {
    this.instance = instance;
    this.locks = locks;
    this.listener = listener;
    this.clock = clock;
  }

  /// Ends a purge from another thread: [#run(RetentionRequest)] then throws CancelledException.
  public void cancel() {
    cancelled = true;
  }

  /// What a purge would do now. Changes nothing and takes no lock.
  public RetentionPlan preview(RetentionRequest request) {
    InstancePicture picture = new Abandoned(instance, locks, listener, clock).assumedAway();
    Removal removal = new Removal(instance, locks, clock.getZone());
    RetentionPlan plan = removal.planAround(picture, request);
    refuse(request, picture, plan);
    tellHeld(removal);
    listener.planned(plan);
    return plan;
  }

  /// Marks backups ERROR that say RUNNING and whose lock nobody holds: the processes that took them
  /// have died. Every purge begins with this. Throws LockedException when the whole instance is
  /// held, and StorageException.
  public void settle() {
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED)) {
      new Abandoned(instance, locks, listener, clock).settle();
    }
  }

  /// Throws LockedException when another purge runs, StorageException when something cannot be
  /// listed or removed, CatalogException when the backup that was asked for is not there, is
  /// pinned, or when something that should have stayed is missing afterwards.
  public PurgeResult run(RetentionRequest request) {
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED);
        HeldLock _ = locks.acquire(LockTarget.retention(), LockMode.EXCLUSIVE);
        Removal removal = new Removal(instance, locks, clock.getZone())) {
      Abandoned abandoned = new Abandoned(instance, locks, listener, clock);
      abandoned.settle();
      RetentionPlan plan = removal.lockAll(() -> InstancePicture.take(instance, clock), request);
      refuse(request, removal.picture(), plan);
      tellHeld(removal);
      listener.planned(plan);
      WalRemoval wal = new WalRemoval(instance, listener, this::requireNotCancelled);
      abandoned.sweep();
      int backups = deleteBackups(plan, removal);
      if (request.wal()) {
        wal.remove(plan, recheck(request, plan));
      }
      keepReserve();
      new Aftermath(instance, removal.picture(), plan).check(listener, clock);
      return new PurgeResult(plan, removal.inUse(), backups, wal.files(), wal.bytes());
    }
  }

  /// What this purge may have given up is there again for the next one.
  private void keepReserve() {
    try {
      instance.keepReserve();
    } catch (StorageException e) {
      listener.log("no room is reserved for the next deletion: " + e.getMessage());
    }
  }

  private void tellHeld(Removal removal) {
    removal
        .kept()
        .forEach((id, reason) -> listener.info("Backup " + id + " stays: it is " + reason));
  }

  private static void refuse(
      RetentionRequest request, InstancePicture picture, RetentionPlan plan) {
    if (!(request.wish() instanceof Wish.OfId(BackupId id))) {
      return;
    }
    if (picture.backups().stream().noneMatch(backup -> backup.id().equals(id))) {
      throw new CatalogException(
          "Requested backup \"" + id + "\" is not found.",
          "\"jbackup show --instance " + picture.instance() + "\" lists the backups.");
    }
    Chains chains = new Chains(picture.backups());
    for (BackupVerdict verdict : plan.kept()) {
      BackupFacts backup = verdict.backup();
      boolean meant =
          backup.id().equals(id)
              || chains.ancestors(backup).stream().anyMatch(other -> other.id().equals(id));
      if (meant && verdict.reason().startsWith("kept: " + StoreHolds.LOCKED)) {
        throw new CatalogException(
            "Backup " + backup.id() + " cannot be deleted: it is " + verdict.reason().substring(6),
            "The store keeps its objects until then, whoever asks: deleting them would only hide"
                + " them. See \"Object lock\" in docs/s3.md.");
      }
      if (meant && verdict.reason().startsWith("kept: " + BackupRules.PINNED)) {
        throw new CatalogException(
            "Backup " + backup.id() + " cannot be deleted: it is " + verdict.reason().substring(6),
            "Unpin it first: jbackup set-backup --instance "
                + picture.instance()
                + " -i "
                + backup.id()
                + " --ttl=0");
      }
    }
  }

  /// Descendants before what they were made against, so that none is ever left without it.
  private int deleteBackups(RetentionPlan plan, Removal removal) {
    Chains chains = new Chains(removal.picture().backups());
    List<BackupFacts> order = new ArrayList<>();
    for (BackupVerdict verdict : plan.deleted().reversed()) {
      order.add(verdict.backup());
    }
    order.sort((one, other) ->
        Integer.compare(chains.ancestors(other).size(), chains.ancestors(one).size()));
    int done = 0;
    for (BackupFacts backup : order) {
      requireNotCancelled();
      listener.deleting(backup);
      removal.delete(backup.id());
      listener.removed(++done, order.size());
    }
    return done;
  }

  /// The plan for WAL once more, with what is there now: a backup that began meanwhile counts.
  private RetentionPlan recheck(RetentionRequest request, RetentionPlan plan) {
    InstancePicture picture = InstancePicture.take(instance, clock);
    Set<BackupId> there =
        picture.backups().stream().map(BackupFacts::id).collect(Collectors.toSet());
    for (BackupVerdict verdict : plan.kept()) {
      if (!there.contains(verdict.backup().id())) {
        throw new CatalogException(
            "backup " + verdict.backup().id() + " vanished while others were deleted",
            "No WAL was removed. Look for what else deletes from the catalog.");
      }
    }
    RetentionRequest walOnly =
        new RetentionRequest(new Wish.Nothing(), true, request.policy(), request.zone());
    return RetentionPlanner.plan(picture, walOnly, clock.instant(), Map.of());
  }

  private void requireNotCancelled() {
    if (cancelled) {
      throw new CancelledException(
          "interrupted by a signal",
          "What is marked DELETING is finished by the next \"jbackup delete\".");
    }
  }
}
