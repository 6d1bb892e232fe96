package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.Progress;
import io.jbackup.core.copy.CopyInstance;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import java.util.function.Function;
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
      from = open(site.open(), catalog -> catalog.instance(instance));
    }
    return from;
  }

  /// Adds the instance to the mirror if need be.
  Instance to() {
    Instance source = from();
    if (to == null) {
      to =
          open(
              Site.open(settings.catalog(), settings.keys()),
              catalog -> CopyInstance.target(source, catalog, isToBeEncrypted(catalog)));
    }
    return to;
  }

  /// Throws CatalogException when the mirror is not there any more, as it is when its file system
  /// was unmounted: nothing is to be written then, not even a lock.
  void requireMirror() {
    try {
      to().requirePresent();
    } catch (CatalogException e) {
      throw new CatalogException(
          "the mirror is not there any more: " + e.getMessage(),
          "Check that its file system is mounted. Nothing is written to where it was.",
          e);
    }
  }

  /// Keys that are named for the mirror itself are meant for it.
  private boolean isToBeEncrypted(Catalog mirror) {
    return settings.keys().isPresent() && !mirror.isEncrypted();
  }

  /// What the function finds in a catalog, which stays open unless that fails.
  private static Instance open(Catalog catalog, Function<Catalog, Instance> find) {
    boolean done = false;
    try {
      Instance found = find.apply(catalog);
      done = true;
      return found;
    } finally {
      if (!done) {
        catalog.close();
      }
    }
  }

  /// @param locks what [#toLocks()] gave
  CopyInstance copy(Locks locks, MirrorLog log, Progress progress) {
    return new CopyInstance(from(), locks(from()), to(), locks, log, progress, site.clock());
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
