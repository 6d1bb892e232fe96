package io.jbackup.scheduler.service;

import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.MirrorSettings;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.mirror.Mirror;
import io.jbackup.scheduler.mirror.MirrorLog;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import io.jbackup.scheduler.status.MirrorStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The mirror of one instance, if it has one, as its configuration changes.
final class MirrorKeeper {
  private final Site site;
  private final MirrorLog log;
  private final List<Mirror> ending = new ArrayList<>();
  private @Nullable Mirror current;
  private Optional<KeySettings> keys = Optional.empty();
  private boolean closed;

  MirrorKeeper(Site site, MirrorLog log) {
    this.site = site;
    this.log = log;
  }

  /// Begins to keep this one; one with other settings is ended.
  synchronized void configure(InstanceConfiguration configuration) {
    Optional<MirrorSettings> wanted = configuration.mirror();
    boolean same =
        mirror().map(Mirror::settings).equals(wanted) && keys.equals(configuration.keys());
    if (same || closed) {
      return;
    }
    endCurrent();
    keys = configuration.keys();
    if (wanted.isPresent()) {
      Mirror begun = new Mirror(site.with(keys), configuration.name(), wanted.get(), log);
      current = begun;
      begun.start();
    }
  }

  private void endCurrent() {
    ending.removeIf(Mirror::isIdle);
    Mirror old = current;
    current = null;
    if (old != null) {
      old.cancel();
      ending.add(old);
    }
  }

  private synchronized Optional<Mirror> mirror() {
    return Optional.ofNullable(current);
  }

  /// Work of this node ended: something may be new.
  void lookSoon() {
    mirror().ifPresent(Mirror::lookSoon);
  }

  Optional<MirrorStatus> status() {
    return mirror().map(Mirror::status);
  }

  /// With the copy of a backup, if there is one.
  List<Running> with(List<Running> others) {
    List<Running> all = new ArrayList<>(others);
    mirror().flatMap(Mirror::running).ifPresent(all::add);
    return all;
  }

  /// Ends what runs, without waiting for it: it can go on at any time.
  synchronized void close() {
    closed = true;
    endCurrent();
  }

  synchronized boolean isIdle() {
    return current == null && ending.stream().allMatch(Mirror::isIdle);
  }

  /// Ends what runs and waits for it. False when it did not end in time.
  boolean stop(Duration patience) {
    List<Mirror> all;
    synchronized (this) {
      close();
      all = List.copyOf(ending);
    }
    boolean ended = true;
    for (Mirror mirror : all) {
      ended &= mirror.stop(patience);
    }
    if (!ended) {
      log.warning("The mirror did not end within " + patience);
    }
    return ended;
  }
}
