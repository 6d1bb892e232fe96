package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import org.jspecify.annotations.Nullable;

/// The instance in its catalog and in the mirror. Each is opened when it is first asked for, and
/// stays open until this is closed; then it can be used again. For one thread.
final class Ends implements AutoCloseable {
  private final Site site;
  private final String instance;
  private final MirrorSettings settings;
  private @Nullable Instance from;
  private @Nullable Instance to;

  Ends(Site site, String instance, MirrorSettings settings) {
    this.site = site;
    this.instance = instance;
    this.settings = settings;
  }

  Instance from() {
    if (from == null) {
      Catalog catalog = Catalog.open(site.catalog(), true);
      boolean done = false;
      try {
        from = catalog.instance(instance);
        done = true;
      } finally {
        if (!done) {
          catalog.close();
        }
      }
    }
    return from;
  }

  /// Adds the instance to the mirror if need be.
  Instance to() {
    Instance source = from();
    if (to == null) {
      Catalog catalog = Catalog.open(settings.catalog(), true);
      boolean done = false;
      try {
        to = CopyInstance.target(source, catalog);
        done = true;
      } finally {
        if (!done) {
          catalog.close();
        }
      }
    }
    return to;
  }

  Locks fromLocks() {
    return locks(from());
  }

  Locks toLocks() {
    return locks(to());
  }

  private Locks locks(Instance end) {
    return end.locks(
        new LockRequest("mirror", LockRequest.DEFAULT_TIMEOUT, LockListener.NONE, site.clock()));
  }

  @Override
  public void close() {
    Instance source = from;
    Instance target = to;
    from = null;
    to = null;
    try {
      if (source != null) {
        source.catalog().close();
      }
    } finally {
      if (target != null) {
        target.catalog().close();
      }
    }
  }
}
