package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.coverage.WalRun;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.Progress;
import io.jbackup.core.restore.Reach.BeforeBackup;
import io.jbackup.core.restore.Reach.Beyond;
import io.jbackup.core.restore.Reach.Reachable;
import io.jbackup.core.walread.ScanTarget;
import io.jbackup.core.walread.SegmentSource;
import io.jbackup.core.walread.TargetResult;
import io.jbackup.core.walread.WalOrigin;
import io.jbackup.core.walread.WalScan;
import io.jbackup.core.walread.WalTail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads WAL to tell whether recovery from a backup reaches a target. A server of version 13 or
/// newer fails when it does not.
final class ReachCheck {
  private final Candidate candidate;
  private final WalMode mode;
  private final WalOrigin origin;
  private final SegmentSource source;
  private final WalRun run;
  private final WalTail tail;
  private final Progress progress;

  /// @param archive the names of the archived segments
  /// @param source the archive's segments, and for a STREAM backup its own
  /// @param before nothing from this position on is looked at
  ReachCheck(
      StoredBackup backup,
      Route route,
      SegmentSet archive,
      SegmentSource source,
      Lsn before,
      Progress progress) {
    candidate = Candidate.of(backup);
    mode = backup.control().walMode();
    SegmentSize size = backup.instance().config().segmentSize();
    origin = WalOrigin.of(backup.instance().config().systemIdentifier(), size, route.history());
    SegmentSet all = mode == WalMode.STREAM ? archive.plus(own(route, size)) : archive;
    this.source =
        segment -> {
          if (!segment.start(size).isBefore(before)) {
            return Optional.empty();
          }
          progress.advance(size.bytes());
          return source.open(segment);
        };
    run = WalRun.of(all, origin.path(), candidate.start(), size);
    tail = new WalTail(this.source, origin, run.end(), candidate.stop());
    this.progress = progress;
  }

  /// The segments that a STREAM backup carries itself.
  private List<SegmentName> own(Route route, SegmentSize size) {
    List<SegmentName> names = new ArrayList<>();
    long last = size.segmentBefore(candidate.stop());
    for (long number = size.segmentOf(candidate.start()); number <= last; number++) {
      long segment = number;
      WalRun.stretch(route.history().stretches(), segment, size)
          .ifPresent(stretch -> names.add(new SegmentName(stretch.timeline(), segment)));
    }
    return names;
  }

  /// Throws StorageException, CorruptException or IdentityException when WAL cannot be read.
  Reach of(RecoveryTarget target, boolean inclusive) {
    boolean forward = target instanceof RecoveryTarget.Xid || target instanceof RecoveryTarget.Name;
    progress.begin("Reading WAL", forward ? run.end().minus(run.start()) : -1);
    try {
      return look(target, inclusive);
    } finally {
      progress.end();
    }
  }

  private Reach look(RecoveryTarget target, boolean inclusive) {
    return switch (target) {
      case RecoveryTarget.Immediate _ -> new Reachable();
      case RecoveryTarget.None _ -> mode == WalMode.STREAM ? new Reachable() : toTheEnd();
      case RecoveryTarget.Latest _ -> toTheEnd();
      case RecoveryTarget.Time time -> toTime(time.time().toInstant(), inclusive);
      case RecoveryTarget.Position(Lsn lsn) -> tail.hasRecordFrom(lsn) ? new Reachable() : beyond();
      case RecoveryTarget.Xid(long xid) -> find(new ScanTarget.Xid((int) xid, inclusive));
      case RecoveryTarget.Name(String name) -> find(new ScanTarget.Name(name));
    };
  }

  /// A hole would end recovery early, without an error.
  private Reach toTheEnd() {
    return run.hole().isPresent() ? beyond() : new Reachable();
  }

  private Reach toTime(Instant time, boolean inclusive) {
    if (candidate.recoveryTime().filter(consistent -> !time.isAfter(consistent)).isPresent()) {
      return find(new ScanTarget.Time(time, inclusive));
    }
    return tail.ends(ended -> inclusive ? ended.isAfter(time) : !ended.isBefore(time))
        ? new Reachable()
        : beyond();
  }

  private Reach find(ScanTarget target) {
    return switch (WalScan.find(source, origin, candidate.start(), target)) {
      case TargetResult.Found found ->
          found.lsn().isBefore(candidate.stop())
              ? new BeforeBackup("it comes before the backup's end at LSN " + candidate.stop())
              : new Reachable();
      case TargetResult.NotFound _ -> beyond();
    };
  }

  private Reach beyond() {
    WalTail.Range range = tail.range();
    SegmentSize size = origin.segmentSize();
    String why =
        run.hole()
            .map(hole ->
                "WAL segment " + hole.fileName(size) + " is missing although later ones are there")
            .or(() -> tail.damage().map(WalTail.Damage::problem))
            .orElse("the archived WAL ends before it");
    return new Beyond(why, range);
  }
}
