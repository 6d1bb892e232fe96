package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import java.util.Optional;

/// Looks whether a mirror can be used as a [Mirror] will.
public final class MirrorCheck {
  private static final LockTarget PROBE = LockTarget.scheduled("mirror-check");

  private MirrorCheck() {}

  /// Opens it, lists its backups, and takes a lock in it, which has to write. Throws
  /// BackupException when one of these fails, or when it is another cluster's.
  ///
  /// @return what was found, in words
  public static String run(Site site, String instance, MirrorSettings settings) {
    try (Catalog mirror = Site.open(settings.catalog(), settings.keys())) {
      if (!mirror.instances().contains(instance)) {
        return "opened; the service will add the instance";
      }
      try (Catalog catalog = site.open()) {
        Instance there = CopyInstance.target(catalog.instance(instance), mirror, false);
        int backups = there.backupIds().size();
        LockRequest request =
            new LockRequest("check", LockRequest.DEFAULT_TIMEOUT, LockListener.NONE, site.clock());
        Optional<HeldLock> lock = there.locks(request).tryAcquire(PROBE, LockMode.EXCLUSIVE);
        lock.ifPresent(HeldLock::close);
        return "can be read and written, backups: " + backups;
      }
    }
  }
}
