package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.wal.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Makes the facts of a backup: by default a full one, good, STREAM, on timeline 1, not pinned.
final class Facts {
  private final BackupId id;
  private final Instant time;
  private BackupStatus status = BackupStatus.OK;
  private BackupMode mode = BackupMode.FULL;
  private WalMode walMode = WalMode.STREAM;
  private OptionalInt timeline = OptionalInt.empty();
  private Optional<Lsn> start = Optional.empty();
  private Optional<Lsn> stop = Optional.empty();
  private Optional<Instant> expire = Optional.empty();
  private Optional<BackupId> parent = Optional.empty();
  private boolean replica;

  private Facts(BackupId id, Instant time) {
    this.id = id;
    this.time = time;
  }

  /// A backup whose recovery time is `time`.
  static Facts of(String id, Instant time) {
    return new Facts(new BackupId(id), time);
  }

  Facts is(BackupStatus value) {
    status = value;
    return this;
  }

  Facts at(int tli, Lsn from, Lsn to) {
    timeline = OptionalInt.of(tli);
    start = Optional.of(from);
    stop = Optional.of(to);
    return this;
  }

  Facts archive() {
    walMode = WalMode.ARCHIVE;
    return this;
  }

  Facts replica() {
    replica = true;
    return this;
  }

  Facts pinnedUntil(Instant until) {
    expire = Optional.of(until);
    return this;
  }

  Facts on(BackupId against) {
    mode = BackupMode.DELTA;
    parent = Optional.of(against);
    return this;
  }

  BackupFacts build() {
    boolean ended = stop.isPresent() && status != BackupStatus.RUNNING;
    return new BackupFacts(
        id,
        status,
        mode,
        walMode,
        timeline,
        start,
        stop,
        time.minus(Duration.ofMinutes(5)),
        ended ? Optional.of(time) : Optional.empty(),
        expire,
        parent,
        replica,
        1000,
        0);
  }
}
