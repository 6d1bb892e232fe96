package io.jbackup.scheduler.job;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.retention.Purge;
import io.jbackup.core.JobLog;

/// Backups that say RUNNING and whose processes have died, such as an earlier life of the service
/// that was killed: they are marked ERROR, as retention does it.
public final class Leftovers {
  private Leftovers() {}

  /// Settles those of an instance. What hinders it is told in the log; the next round tries again.
  public static void settle(Site site, String instance, JobLog log) {
    try (Catalog catalog = site.open()) {
      Instance opened = catalog.instance(instance);
      settle(site, opened, opened.locks(LockRequest.withoutWaiting("service")), log);
    } catch (BackupException e) {
      log.log("Backups of processes that died were not looked for: " + e.getMessage());
    }
  }

  /// Settles them before another backup is taken, which goes on without.
  static void settleBefore(Assignment assignment) {
    try {
      settle(assignment.site(), assignment.instance(), assignment.locks(), assignment.log());
    } catch (CancelledException e) {
      throw e;
    } catch (BackupException e) {
      assignment
          .log()
          .warning("Backups of processes that died could not be settled: " + e.getMessage());
    }
  }

  private static void settle(Site site, Instance instance, Locks locks, JobLog log) {
    new Purge(instance, locks, new PurgeLog(log), site.clock()).settle();
  }
}
