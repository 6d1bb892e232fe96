package io.jbackup.catalog.lock;

import io.jbackup.catalog.store.StorageFailures;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Locks of files by the operating system: they end with their process, however it ends, and work
/// between hosts on file systems that lock across hosts (NFS version 4). In the folder are, per
/// target, the lock file and one owner file for each holder; the lock alone excludes, owner files
/// only inform.
public final class FileLocks implements Locks {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 100;
  private static final String HINT =
      "Wait until that command ends, or give this one more time with --lock-timeout. A lock ends"
          + " with the process that holds it: there is no file to remove.";

  private final String instance;
  private final LockFolder folder;
  private final LockKeeper keeper;
  private final LockRequest request;
  private final HeldFiles held = HeldFiles.ofThisProcess();

  /// The folder is made when it is needed. `gone` tells whether a backup or the instance has been
  /// deleted: who held it then removes its lock files.
  public FileLocks(String instance, Path folder, Predicate<LockTarget> gone, LockRequest request) {
    this.instance = instance;
    this.folder = new LockFolder(folder);
    this.keeper = new LockKeeper(this.folder, gone, request.listener());
    this.request = request;
  }

  @Override
  public HeldLock acquire(LockTarget target, LockMode mode) {
    return new LockWait(instance, this, request, FIRST_PAUSE, LONGEST_PAUSE, HINT)
        .acquire(target, mode);
  }

  @Override
  public Optional<HeldLock> tryAcquire(LockTarget target, LockMode mode) {
    Path file = folder.lockFile(target);
    for (int attempt = 1; ; attempt++) {
      try {
        if (LockFolder.identity(file).isEmpty()) {
          folder.createLockFile(file);
        }
      } catch (IOException e) {
        return Optional.of(withoutFile(file, mode, e));
      }
      try {
        return held.tryLock(folder, target, owner(mode), keeper);
      } catch (NoSuchFileException e) {
        // Its holder has deleted what it stood for just now: the next one is another file.
        if (attempt == ATTEMPTS) {
          throw StorageFailures.of("lock", file, e);
        }
      } catch (IOException e) {
        throw StorageFailures.of("lock", file, e);
      }
    }
  }

  /// A reader of a catalog that cannot be written goes on: nobody can change anything through this
  /// mount, and a catalog that is full or mounted read-only must remain restorable.
  private HeldLock withoutFile(Path file, LockMode mode, IOException cause) {
    if (mode == LockMode.EXCLUSIVE) {
      throw StorageFailures.of("create the lock file", file, cause);
    }
    keeper.tell("going on without a lock: could not create", file, cause);
    return () -> request.listener().detail("there was no lock on \"" + file + "\" to let go");
  }

  private LockOwner owner(LockMode mode) {
    return LockOwner.thisProcess(request, mode);
  }

  @Override
  public List<LockOwner> owners(LockTarget target) {
    try {
      return held.owners(folder, target, request.listener());
    } catch (IOException e) {
      throw StorageFailures.of("list the owners of locks in", folder.owners(), e);
    }
  }

  @Override
  public void sweep() {
    try {
      for (LockTarget backup : folder.backups()) {
        if (keeper.gone().test(backup)) {
          // Who lets go of what is gone removes its lock file.
          tryAcquire(backup, LockMode.EXCLUSIVE).ifPresent(HeldLock::close);
        }
      }
    } catch (IOException e) {
      throw StorageFailures.of("list the lock files in", folder.path(), e);
    }
  }
}
