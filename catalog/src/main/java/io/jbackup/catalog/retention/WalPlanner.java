package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides about the archive, given the backups that stay.
final class WalPlanner {
  private static final String NOT_NEEDED = "expired: no backup that is kept needs it";

  private final InstancePicture picture;
  private final SegmentSize size;
  private final Lineage lineage;
  private final KeptBackups kept;
  private final boolean asked;
  private final Obstacles obstacles;
  private final Map<Integer, List<KeptStretches.Stretch>> needed = new HashMap<>();

  WalPlanner(
      InstancePicture picture,
      Lineage lineage,
      KeptBackups kept,
      boolean asked,
      Obstacles obstacles) {
    this.obstacles = obstacles;
    this.picture = picture;
    this.size = picture.segmentSize();
    this.lineage = lineage;
    this.kept = kept;
    this.asked = asked;
  }

  /// Why no WAL goes although it was asked for.
  Optional<String> held() {
    return asked ? kept.unclear() : Optional.empty();
  }

  List<TimelineVerdict> plan() {
    Optional<String> all = asked ? held() : Optional.of("not asked for");
    if (all.isEmpty()) {
      lineage.timelines().forEach(this::holdForRecoveryTo);
      kept.placed().forEach(this::holdForConsistencyOf);
      if (!needed.containsKey(lineage.newest())) {
        hold(lineage.newest(), 0, Long.MAX_VALUE, "it is the newest timeline");
      }
      obstacles
          .wal()
          .forEach((timeline, stretch) ->
              needed.computeIfAbsent(timeline, _ -> new ArrayList<>()).add(stretch));
    }
    Map<Integer, KeptStretches> stays = new HashMap<>();
    for (int timeline : lineage.timelines()) {
      Optional<String> whole = all.or(() -> lineage.unclear(timeline));
      stays.put(
          timeline,
          whole
              .map(reason -> KeptStretches.all("kept: " + reason))
              .orElseGet(() -> new KeptStretches(needed.getOrDefault(timeline, List.of()))));
    }
    return lineage.timelines().stream().map(timeline -> verdict(timeline, stays)).toList();
  }

  private TimelineVerdict verdict(int timeline, Map<Integer, KeptStretches> stays) {
    KeptStretches kept = stays.getOrDefault(timeline, KeptStretches.NONE);
    return new TimelineVerdict(
        timeline,
        kept.ranges(timeline, picture.archive().segments().runs(timeline), NOT_NEEDED),
        kept,
        keepsHistory(timeline, stays));
  }

  /// A server that looks for the latest timeline asks for one history file after the other and
  /// stops at the first that is missing (findNewestTimeLine of PostgreSQL's timeline.c). So only
  /// those below everything that stays can go.
  private boolean keepsHistory(int timeline, Map<Integer, KeptStretches> stays) {
    return stays.entrySet().stream()
        .filter(other -> !other.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .anyMatch(other ->
            Integer.compareUnsigned(other, timeline) <= 0 || lineage.descends(other, timeline));
  }

  private void hold(int timeline, long first, long last, String reason) {
    if (first <= last) {
      needed
          .computeIfAbsent(timeline, _ -> new ArrayList<>())
          .add(new KeptStretches.Stretch(first, last, "kept: " + reason));
    }
  }

  private void holdForRecoveryTo(int target) {
    Optional<TimelineHistory> history = lineage.history(target);
    if (history.isEmpty()) {
      return;
    }
    List<BackupFacts> line =
        kept.placed().stream()
            .filter(backup ->
                lineage.leads(
                    backup.timeline().orElseThrow(),
                    BackupOrder.position(backup).orElseThrow(),
                    target))
            .toList();
    kept.holders(line).stream()
        .min(Comparator.comparingLong(this::recoveryBegins))
        .ifPresent(oldest ->
            holdPath(
                history.get(),
                recoveryBegins(oldest),
                Long.MAX_VALUE,
                "recovery from backup " + oldest.id() + " on"));
  }

  /// The first segment that recovery past the end of a backup asks the archive for.
  private long recoveryBegins(BackupFacts backup) {
    long first = size.segmentOf(backup.start().orElseThrow());
    return backup.walMode() == WalMode.STREAM
        ? backup.stop().map(size::segmentBefore).orElse(first)
        : first;
  }

  private void holdForConsistencyOf(BackupFacts backup) {
    Optional<Lsn> stop = backup.stop();
    if (backup.walMode() != WalMode.ARCHIVE || stop.isEmpty()) {
      return;
    }
    // The stop record of a backup from a standby may end in the segment after.
    long last = size.segmentBefore(stop.get()) + (backup.fromReplica() ? 1 : 0);
    lineage
        .history(backup.timeline().orElseThrow())
        .ifPresent(history ->
            holdPath(
                history,
                size.segmentOf(backup.start().orElseThrow()),
                last,
                "backup " + backup.id() + " needs it to become consistent"));
  }

  private void holdPath(TimelineHistory history, long first, long last, String reason) {
    for (TimelineHistory.Stretch stretch : history.stretches()) {
      long begin = Math.max(first, size.segmentOf(stretch.begin()));
      long end = stretch.end().map(size::segmentOf).orElse(Long.MAX_VALUE);
      hold(stretch.timeline(), begin, Math.min(last, end), reason);
    }
  }
}
