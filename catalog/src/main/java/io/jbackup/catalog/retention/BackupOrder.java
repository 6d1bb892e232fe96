package io.jbackup.catalog.retention;

import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which of two backups is newer: on one line of timelines the one that stops later in the WAL,
/// whatever clocks said; on different lines the one with the later time.
final class BackupOrder {
  private static final Comparator<BackupFacts> BY_TIME =
      Comparator.comparing(BackupOrder::time).thenComparing(BackupFacts::id);

  private BackupOrder() {}

  /// The moment from which on a backup can be recovered to.
  static Instant time(BackupFacts backup) {
    return backup.recoveryTime().orElse(backup.startTime());
  }

  static Optional<Lsn> position(BackupFacts backup) {
    return backup.stop().or(backup::start);
  }

  static List<BackupFacts> newestFirst(List<BackupFacts> backups, Lineage lineage) {
    List<BackupFacts> left = new ArrayList<>(backups);
    left.sort(BY_TIME.reversed());
    int[] newer = new int[left.size()];
    for (int i = 0; i < left.size(); i++) {
      for (BackupFacts other : left) {
        newer[i] += isOlder(left.get(i), other, lineage) ? 1 : 0;
      }
    }
    List<BackupFacts> order = new ArrayList<>();
    boolean[] taken = new boolean[left.size()];
    while (order.size() < left.size()) {
      int next = next(newer, taken);
      taken[next] = true;
      order.add(left.get(next));
      for (int i = 0; i < newer.length; i++) {
        newer[i] -= isOlder(left.get(i), left.get(next), lineage) ? 1 : 0;
      }
    }
    return order;
  }

  /// The latest one by time that no other is newer than; histories that contradict each other may
  /// leave none of these.
  private static int next(int[] newer, boolean[] taken) {
    int fewest =
        IntStream.range(0, newer.length).filter(i -> !taken[i]).map(i -> newer[i]).min().orElse(0);
    for (int i = 0; i < newer.length; i++) {
      if (!taken[i] && newer[i] == fewest) {
        return i;
      }
    }
    throw new IllegalStateException("nothing is left of " + Arrays.toString(taken));
  }

  private static boolean isOlder(BackupFacts one, BackupFacts other, Lineage lineage) {
    Optional<Lsn> left = position(one);
    Optional<Lsn> right = position(other);
    if (one.timeline().isEmpty()
        || other.timeline().isEmpty()
        || left.isEmpty()
        || right.isEmpty()) {
      return false;
    }
    int from = one.timeline().getAsInt();
    int to = other.timeline().getAsInt();
    return from == to ? left.get().isBefore(right.get()) : lineage.leads(from, left.get(), to);
  }
}
