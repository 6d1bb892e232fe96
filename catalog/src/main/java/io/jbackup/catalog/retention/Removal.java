package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Locks the backups that go, and removes them.
final class Removal implements AutoCloseable {
  private final Instance instance;
  private final Locks locks;
  private final ZoneId zone;
  private final Map<BackupId, HeldLock> held = new HashMap<>();
  private final Map<BackupId, String> inUse = new HashMap<>();
  private final Map<BackupId, String> kept = new HashMap<>();
  private final StoreHolds storeHolds;
  private @Nullable InstancePicture picture;

  Removal(Instance instance, Locks locks, ZoneId zone) {
    this.instance = instance;
    this.locks = locks;
    this.zone = zone;
    this.storeHolds = new StoreHolds(instance, zone);
  }

  /// A plan around what others use now.
  RetentionPlan planAround(InstancePicture listing, RetentionRequest request) {
    while (true) {
      RetentionPlan plan = plan(listing, request, Map.of());
      int before = inUse.size() + kept.size();
      keepHeld(plan);
      for (BackupId id : plan.deletedIds()) {
        if (!kept.containsKey(id) && !locks.owners(LockTarget.backup(id)).isEmpty()) {
          inUse.put(id, owners(id));
        }
      }
      if (inUse.size() + kept.size() == before) {
        return aroundHeldWal(listing, request, plan);
      }
    }
  }

  /// Plans until all that goes is locked by this process and was listed after that: what others do
  /// to a backup before it is locked is then seen, and nobody does anything to it afterwards.
  RetentionPlan lockAll(Supplier<InstancePicture> listing, RetentionRequest request) {
    while (true) {
      InstancePicture now = listing.get();
      RetentionPlan plan = plan(now, request, Map.of());
      keepHeld(plan);
      Set<BackupId> missing =
          plan.deletedIds().stream()
              .filter(id -> !held.containsKey(id))
              .collect(Collectors.toSet());
      if (missing.isEmpty()) {
        picture = now;
        return aroundHeldWal(now, request, plan);
      }
      missing.stream().filter(id -> !kept.containsKey(id)).forEach(this::lock);
    }
  }

  private RetentionPlan plan(
      InstancePicture listing,
      RetentionRequest request,
      Map<Integer, KeptStretches.Stretch> heldWal) {
    Obstacles obstacles = new Obstacles(inUse, kept, heldWal);
    return RetentionPlanner.plan(listing, request, listing.takenAt(), obstacles);
  }

  /// Finds those that the store keeps, of those that go.
  private void keepHeld(RetentionPlan plan) {
    for (BackupId id : plan.deletedIds()) {
      storeHolds.reason(id).ifPresent(reason -> kept.put(id, reason));
    }
  }

  private RetentionPlan aroundHeldWal(
      InstancePicture listing, RetentionRequest request, RetentionPlan plan) {
    Map<Integer, KeptStretches.Stretch> heldWal = request.wal() ? storeHolds.wal(plan) : Map.of();
    return heldWal.isEmpty() ? plan : plan(listing, request, heldWal);
  }

  /// Why the object store keeps backups that were to go.
  Map<BackupId, String> kept() {
    return Map.copyOf(kept);
  }

  private void lock(BackupId id) {
    Optional<HeldLock> lock = locks.tryAcquire(LockTarget.backup(id), LockMode.EXCLUSIVE);
    if (lock.isPresent()) {
      held.put(id, lock.get());
    } else {
      inUse.put(id, owners(id));
    }
  }

  private String owners(BackupId id) {
    return LockOwner.describe(locks.owners(LockTarget.backup(id)), zone);
  }

  /// What the plan was made of.
  InstancePicture picture() {
    if (picture == null) {
      throw new IllegalStateException("nothing was planned");
    }
    return picture;
  }

  /// Who uses the backups that were to go.
  Map<BackupId, String> inUse() {
    return Map.copyOf(inUse);
  }

  /// Marks a locked backup, removes its files, its control file last, and lets go of it.
  void delete(BackupId id) {
    try (HeldLock lock = held.remove(id)) {
      if (lock == null) {
        throw new IllegalStateException("backup " + id + " is not locked");
      }
      instance.backup(id).ifPresent(Removal::delete);
    }
  }

  private static void delete(StoredBackup backup) {
    if (backup.control().status() != BackupStatus.DELETING) {
      backup.saveAnyway(backup.control().with(BackupStatus.DELETING));
    }
    ObjectStore store = backup.store();
    ObjectKey control = backup.key(StoredBackup.CONTROL);
    Listing listing = store.list(backup.folder());
    listing.folders().forEach(folder -> store.deleteFolder(backup.folder().child(folder)));
    store.delete(
        listing.objects().stream()
            .map(ObjectInfo::key)
            .filter(key -> !key.equals(control))
            .toList());
    store.delete(List.of(control));
    store.deleteFolder(backup.folder());
  }

  @Override
  public void close() {
    held.values().forEach(HeldLock::close);
    held.clear();
  }
}
