package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.WalFileName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What stays and what goes, and why.
///
/// @param backups newest first
/// @param timelines of the archive in ascending order
/// @param policySet false when expired backups were asked for and no policy says which these are
/// @param walHeld why no WAL at all goes although it was asked for
public record RetentionPlan(
    List<BackupVerdict> backups,
    List<TimelineVerdict> timelines,
    boolean policySet,
    Optional<String> walHeld) {
  public RetentionPlan {
    backups = List.copyOf(backups);
    timelines = List.copyOf(timelines);
  }

  public List<BackupVerdict> deleted() {
    return backups.stream().filter(verdict -> !verdict.kept()).toList();
  }

  public List<BackupVerdict> kept() {
    return backups.stream().filter(BackupVerdict::kept).toList();
  }

  Set<BackupId> deletedIds() {
    return deleted().stream().map(verdict -> verdict.backup().id()).collect(Collectors.toSet());
  }

  /// Whether a segment, and what belongs to it, goes. What was not known when the plan was made
  /// stays.
  public boolean removes(SegmentName segment) {
    return timeline(segment.timeline())
        .filter(verdict -> verdict.keptStretches().reason(segment.number()).isEmpty())
        .isPresent();
  }

  public boolean removesHistory(int timeline) {
    return timeline(timeline).filter(verdict -> !verdict.historyKept()).isPresent();
  }

  /// Whether a file of the archive goes, of any kind.
  public boolean removes(WalFileName file) {
    return switch (file) {
      case WalFileName.Segment(SegmentName name) -> removes(name);
      case WalFileName.Partial(SegmentName name) -> removes(name);
      case WalFileName.BackupHistory(SegmentName name, long _) -> removes(name);
      case WalFileName.History(int timeline) -> removesHistory(timeline);
    };
  }

  private Optional<TimelineVerdict> timeline(int timeline) {
    return timelines.stream().filter(verdict -> verdict.timeline() == timeline).findFirst();
  }

  /// Whether any WAL file goes.
  public boolean removesWal() {
    return timelines.stream()
        .anyMatch(verdict ->
            !verdict.historyKept() || verdict.ranges().stream().anyMatch(range -> !range.kept()));
  }
}
