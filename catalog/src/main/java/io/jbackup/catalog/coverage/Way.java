package io.jbackup.catalog.coverage;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The path to one timeline, with the WAL and the backups along it.
final class Way {
  final TimelineHistory history;
  final PathWal wal;
  private final List<BackupFacts> backups;
  private final List<Span> spans = new ArrayList<>();
  private final Set<BackupId> used = new HashSet<>();

  /// What one backup reaches along the path, from its stop LSN on.
  record Span(BackupFacts backup, Lsn begin, Lsn end) {}

  Way(TimelineHistory history, InstancePicture picture) {
    this.history = history;
    wal = new PathWal(picture.archive().segments(), history.stretches(), picture.segmentSize());
    backups =
        picture.backups().stream()
            .filter(backup -> backup.timeline().isPresent())
            .filter(backup ->
                Coverage.place(backup)
                    .filter(lsn -> history.contains(backup.timeline().getAsInt(), lsn))
                    .isPresent())
            .sorted(Comparator.comparing(backup -> Coverage.place(backup).orElseThrow()))
            .toList();
    for (BackupFacts backup : backups) {
      if (backup.isRestorable()) {
        end(backup)
            .ifPresent(end -> {
              spans.add(new Span(backup, stop(backup), end));
              used.add(backup.id());
            });
      }
    }
  }

  /// How far recovery gets from a backup; empty when it does not become consistent. The last
  /// segment that a STREAM backup carries is filled up with zeros: recovery goes on from there only
  /// with the archive's.
  private Optional<Lsn> end(BackupFacts backup) {
    Lsn stop = stop(backup);
    boolean carriesWal = backup.walMode() == WalMode.STREAM;
    Optional<PathWal.Piece> piece = wal.from(carriesWal ? stop : backup.start().orElseThrow());
    Optional<Lsn> end = piece.map(PathWal.Piece::end).filter(lsn -> !lsn.isBefore(stop));
    return carriesWal ? Optional.of(end.orElse(stop)) : end;
  }

  static Lsn stop(BackupFacts backup) {
    return backup.stop().orElseThrow();
  }

  int timeline() {
    return history.timeline();
  }

  /// Every backup that lies on the path, of any status, by its place.
  List<BackupFacts> backups() {
    return backups;
  }

  /// Whether recovery from the backup becomes consistent.
  boolean isUsed(BackupFacts backup) {
    return used.contains(backup.id());
  }

  List<Span> spans() {
    return spans;
  }
}
