package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.ArchivePicture;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.retention.RetentionPlan;
import io.jbackup.catalog.retention.RetentionPlanner;
import io.jbackup.catalog.retention.RetentionPolicy;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.catalog.retention.Wish;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalFileName;
import io.jbackup.scheduler.config.MirrorSettings;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a mirror with its own retention should have at all: what that would remove again is not
/// copied. It is decided on what both ends have together, and what came later is wanted.
///
/// @param unwanted backups that expire there at once
/// @param plan empty where nothing is ever removed
record Wanted(Set<BackupId> unwanted, Optional<RetentionPlan> plan, SegmentSize segmentSize) {
  static Wanted everything(SegmentSize size) {
    return new Wanted(Set.of(), Optional.empty(), size);
  }

  /// @param there the backups of the mirror
  static Wanted decide(
      Instance from,
      Instance to,
      Collection<StoredBackup> there,
      MirrorSettings settings,
      Clock clock) {
    SegmentSize size = from.config().segmentSize();
    RetentionRequest request = request(to, settings, clock);
    if (request.wish() instanceof Wish.Nothing && !request.wal()) {
      return everything(size);
    }
    InstancePicture picture =
        new InstancePicture(
            from.name(),
            size,
            clock.instant(),
            together(from.backups(), there),
            ArchivePicture.take(from.archive(), size));
    RetentionPlan plan = RetentionPlanner.plan(picture, request, picture.takenAt(), Map.of());
    return new Wanted(
        plan.deleted().stream()
            .map(verdict -> verdict.backup().id())
            .collect(Collectors.toUnmodifiableSet()),
        Optional.of(plan),
        size);
  }

  /// What retention there is asked for.
  static RetentionRequest request(Instance to, MirrorSettings settings, Clock clock) {
    RetentionPolicy policy = settings.retention().orElseGet(() -> RetentionPolicy.of(to.config()));
    Wish wish = policy.isSet() ? new Wish.Expired() : new Wish.Nothing();
    return new RetentionRequest(wish, settings.deleteWal(), policy, clock.getZone());
  }

  /// Those that can be restored, newest first; of two copies what the mirror says, which may be
  /// pinned there.
  private static List<BackupFacts> together(
      Collection<StoredBackup> here, Collection<StoredBackup> there) {
    Map<BackupId, BackupFacts> all = new TreeMap<>(Comparator.reverseOrder());
    for (Collection<StoredBackup> end : List.of(here, there)) {
      end.stream()
          .map(BackupFacts::of)
          .filter(BackupFacts::isRestorable)
          .forEach(facts -> all.put(facts.id(), facts));
    }
    return List.copyOf(all.values());
  }

  boolean has(BackupId id) {
    return !unwanted.contains(id);
  }

  boolean has(ArchivedFile file) {
    return plan.isEmpty()
        || WalFileName.parse(file.name(), segmentSize).filter(plan.get()::removes).isEmpty();
  }
}
