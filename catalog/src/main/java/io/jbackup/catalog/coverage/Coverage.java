package io.jbackup.catalog.coverage;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.ArchivePicture;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// To which positions of which timelines an instance can be recovered now, by what is listed:
/// statuses of backups, names of segments, history files. What files hold is not looked at.
///
/// @param branches every timeline of which something is stored, in ascending order
/// @param unplaced backups that cannot be restored and do not tell where they lie in the WAL
public record Coverage(List<Branch> branches, List<BackupId> unplaced) {
  public Coverage {
    branches = List.copyOf(branches);
    unplaced = List.copyOf(unplaced);
  }

  public static Coverage of(InstancePicture picture) {
    List<Way> ways = new ArrayList<>();
    for (int timeline : timelines(picture)) {
      history(picture.archive(), timeline).ifPresent(h -> ways.add(new Way(h, picture)));
    }
    List<Branch> branches = new ArrayList<>();
    for (int timeline : timelines(picture)) {
      branches.add(new BranchBuilder(picture, timeline, ways, branches).build());
    }
    List<BackupId> unplaced =
        picture.backups().stream()
            .filter(backup -> backup.timeline().isEmpty() || place(backup).isEmpty())
            .map(BackupFacts::id)
            .toList();
    return new Coverage(branches, unplaced);
  }

  public Optional<Branch> branch(int timeline) {
    return branches.stream().filter(branch -> branch.timeline() == timeline).findFirst();
  }

  /// Whether recovery can end at that position of that timeline.
  public boolean reaches(int timeline, Lsn lsn) {
    return branch(timeline).filter(branch -> branch.reaches(lsn)).isPresent();
  }

  /// The path that a server takes to a timeline. Without a history file it takes the timeline for a
  /// root; at one that it cannot read, it stops: then there is no path.
  static Optional<TimelineHistory> history(ArchivePicture archive, int timeline) {
    return archive.malformedHistories().containsKey(timeline)
        ? Optional.empty()
        : archive.history(timeline).or(() -> Optional.of(TimelineHistory.root(timeline)));
  }

  /// Where a backup lies: its end, or at least its beginning.
  static Optional<Lsn> place(BackupFacts backup) {
    return backup.stop().or(backup::start);
  }

  private static NavigableSet<Integer> timelines(InstancePicture picture) {
    NavigableSet<Integer> all = new TreeSet<>(Integer::compareUnsigned);
    all.addAll(picture.archive().segments().timelines());
    all.addAll(picture.archive().histories().keySet());
    all.addAll(picture.archive().malformedHistories().keySet());
    picture.backups().forEach(backup -> backup.timeline().ifPresent(all::add));
    return all;
  }
}
