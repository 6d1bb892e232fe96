package io.jbackup.catalog.lock;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.SwapStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Locks in an object store, which knows no process: leases that their owner renews while it lives,
/// and that end some time after it died. For each target there is an object
/// `locks/<instance>/<target>.lease`.
public final class LeaseLocks implements Locks {
  static final String SUFFIX = ".lease";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final String instance;
  private final ObjectKey folder;
  private final ObjectStore store;
  private final SwapStore swaps;
  private final LeaseGuard guard;
  private final Predicate<LockTarget> gone;
  private final LockRequest request;
  private final LeaseTimes times;

  /// `gone` tells whether a backup or the instance has been deleted: its lease object then goes
  /// with its last holder.
  public LeaseLocks(
      String instance,
      ObjectKey folder,
      ObjectStore store,
      SwapStore swaps,
      LeaseGuard guard,
      Predicate<LockTarget> gone,
      LockRequest request,
      LeaseTimes times) {
    this.instance = instance;
    this.folder = folder;
    this.store = store;
    this.swaps = swaps;
    this.guard = guard;
    this.gone = gone;
    this.request = request;
    this.times = times;
  }

  @Override
  public HeldLock acquire(LockTarget target, LockMode mode) {
    String hint =
        "Wait until that command ends, or give this one more time with --lock-timeout. The lock of"
            + " a process that died ends "
            + times.duration().toSeconds()
            + " s after its last renewal.";
    return new LockWait(instance, this, request, FIRST_PAUSE, LONGEST_PAUSE, hint)
        .acquire(target, mode);
  }

  @Override
  public Optional<HeldLock> tryAcquire(LockTarget target, LockMode mode) {
    String what = mode.label() + " lock on " + target.describe(instance);
    Lease lease =
        Lease.take(
            file(target),
            LockOwner.thisProcess(request, mode),
            what,
            times,
            request.listener(),
            guard);
    return lease == null ? Optional.empty() : Optional.of(() -> release(lease, target, mode));
  }

  /// What nobody will lock any more loses its object, and with it the lease.
  private void release(Lease lease, LockTarget target, LockMode mode) {
    if (mode == LockMode.EXCLUSIVE && !lease.isLost() && isGone(target)) {
      lease.end(() -> {
        store.delete(List.of(key(target)));
        return true;
      });
    } else {
      lease.close();
    }
  }

  private boolean isGone(LockTarget target) {
    try {
      return gone.test(target);
    } catch (StorageException e) {
      request.listener().detail("the lease object of " + target + " stays: " + e.getMessage());
      return false;
    }
  }

  private LeaseFile file(LockTarget target) {
    return new LeaseFile(swaps, key(target), times);
  }

  private ObjectKey key(LockTarget target) {
    return folder.child(LockFolder.name(target) + SUFFIX);
  }

  @Override
  public List<LockOwner> owners(LockTarget target) {
    return file(target).owners().stream().sorted(Comparator.comparing(LockOwner::since)).toList();
  }

  @Override
  public void sweep() {
    for (ObjectInfo object : store.list(folder).objects()) {
      String name = object.key().name();
      if (name.startsWith(LockFolder.BACKUP) && name.endsWith(SUFFIX)) {
        String id = name.substring(LockFolder.BACKUP.length(), name.length() - SUFFIX.length());
        if (BackupId.isBackupId(id) && gone.test(LockTarget.backup(new BackupId(id)))) {
          tryAcquire(LockTarget.backup(new BackupId(id)), LockMode.EXCLUSIVE)
              .ifPresent(HeldLock::close);
        }
      }
    }
  }
}
