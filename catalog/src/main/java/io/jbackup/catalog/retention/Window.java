package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.BackupFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The span of time to any moment of which recovery stays possible. What is older than its
/// beginning is needed to reach the beginning: the newest such backup, and the newest one on each
/// line of timelines that was in use inside the window.
final class Window {
  private final Instant begin;
  private final Set<BackupId> anchors = new HashSet<>();

  /// `good` newest first.
  Window(List<BackupFacts> good, Lineage lineage, int days, Instant now) {
    begin = now.minus(Duration.ofDays(days));
    List<BackupFacts> older = good.stream().filter(backup -> !isInside(backup)).toList();
    older.stream().findFirst().map(BackupFacts::id).ifPresent(anchors::add);
    Set<Integer> lines = new HashSet<>(Set.of(lineage.newest()));
    good.stream()
        .filter(this::isInside)
        .map(BackupFacts::timeline)
        .flatMapToInt(OptionalInt::stream)
        .forEach(lines::add);
    for (int line : lines) {
      older.stream()
          .filter(backup -> leads(backup, line, lineage))
          .findFirst()
          .map(BackupFacts::id)
          .ifPresent(anchors::add);
    }
  }

  private static boolean leads(BackupFacts backup, int line, Lineage lineage) {
    return lineage.leads(
        backup.timeline().orElseThrow(), BackupOrder.position(backup).orElseThrow(), line);
  }

  Instant begin() {
    return begin;
  }

  boolean isInside(BackupFacts backup) {
    return !BackupOrder.time(backup).isBefore(begin);
  }

  /// Whether it is older than the window and needed to reach the window's beginning.
  boolean isAnchor(BackupFacts backup) {
    return anchors.contains(backup.id());
  }
}
