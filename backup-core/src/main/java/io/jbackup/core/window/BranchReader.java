package io.jbackup.core.window;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.coverage.Branch;
import io.jbackup.catalog.coverage.Hole;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.coverage.Stretch;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.walread.WalTail;
import io.jbackup.core.window.RecoveryWindow.Reachable;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Adds times to the stretches and holes of one timeline. Damage at the end of a stretch, or before
/// the point where the timeline left its parent, makes another hole.
final class BranchReader {
  private final InstancePicture picture;
  private final WalTimes times;
  private final Branch branch;
  private final List<TimelineWindow> older;
  private final List<Reachable> stretches = new ArrayList<>();
  private final List<Hole> holes = new ArrayList<>();

  /// @param older branches of lower timelines, the parent among them
  BranchReader(InstancePicture picture, WalTimes times, Branch branch, List<TimelineWindow> older) {
    this.picture = picture;
    this.times = times;
    this.branch = branch;
    this.older = older;
  }

  TimelineWindow read() {
    branch.stretches().forEach(this::add);
    branch.holes().forEach(this::add);
    return new TimelineWindow(
        branch.timeline(),
        branch.parent(),
        branch.switchPoint(),
        stretches,
        holes.stream().sorted(Comparator.comparing(Hole::begin)).map(this::timed).toList());
  }

  private void add(Stretch stretch) {
    boolean fromParent = branch.switchPoint().filter(stretch.begin()::equals).isPresent();
    Optional<Reachable> before = fromParent ? parentAt(stretch.begin()) : Optional.empty();
    if (before.isEmpty()) {
      read(stretch, stretch.begin(), time(stretch.begin()));
      return;
    }
    WalTail tail = times.tail(branch.timeline(), stretch.begin(), before.get().begin());
    Optional<Instant> from = tail.range().time().or(before.get()::from);
    if (tail.damage().isEmpty()) {
      read(stretch, stretch.begin(), from);
      return;
    }
    Lsn resumed = firstStop(stretch).orElse(stretch.end());
    holes.add(new Hole(stretch.begin(), resumed, List.of(reason(tail.damage().get()))));
    if (!stretch.backups().isEmpty()) {
      read(stretch, resumed, time(resumed));
    }
  }

  private Optional<Reachable> parentAt(Lsn lsn) {
    return older.stream()
        .filter(parent -> parent.timeline() == branch.parent())
        .flatMap(parent -> parent.stretches().stream())
        .filter(s -> !lsn.isBefore(s.begin()) && !s.end().isBefore(lsn))
        .findFirst();
  }

  private void read(Stretch stretch, Lsn begin, Optional<Instant> from) {
    Optional<BackupFacts> last =
        stretch.backups().isEmpty()
            ? Optional.empty()
            : Optional.of(backup(stretch.backups().getLast()));
    Lsn consistent = last.flatMap(BackupFacts::stop).orElse(begin);
    Optional<Instant> known = last.flatMap(BackupFacts::recoveryTime).or(() -> from);
    if (!consistent.isBefore(stretch.end())) {
      stretches.add(
          new Reachable(
              begin, consistent, from, known, Optional.empty(), consistent, stretch.backups()));
      return;
    }
    WalTail tail = times.tail(stretch.route(), stretch.end(), consistent);
    WalTail.Range range = tail.range();
    Lsn end = tail.damage().map(damage -> later(damage.at(), consistent)).orElse(stretch.end());
    tail.damage()
        .ifPresent(damage -> holes.add(new Hole(end, stretch.end(), List.of(reason(damage)))));
    Optional<Instant> to = range.time().or(() -> known);
    stretches.add(
        new Reachable(
            begin,
            end,
            from.map(time -> to.filter(time::isAfter).orElse(time)),
            to,
            range.xid(),
            range.lsn(),
            stretch.backups()));
  }

  private static Lsn later(Lsn one, Lsn other) {
    return one.isBefore(other) ? other : one;
  }

  private static Reason reason(WalTail.Damage damage) {
    return new Reason.DamagedWal(damage.at(), damage.problem());
  }

  /// Joins it with the hole that damage has made before it.
  private void add(Hole hole) {
    for (int i = 0; i < holes.size(); i++) {
      Hole other = holes.get(i);
      if (other.end().equals(hole.begin())) {
        List<Reason> reasons = new ArrayList<>(other.reasons());
        reasons.addAll(hole.reasons());
        holes.set(i, new Hole(other.begin(), hole.end(), reasons));
        return;
      }
    }
    holes.add(hole);
  }

  private Unreachable timed(Hole hole) {
    Optional<Instant> from =
        stretches.stream()
            .filter(s -> s.end().equals(hole.begin()))
            .findFirst()
            .map(Reachable::to)
            .orElseGet(() -> earliest(hole));
    Optional<Instant> to =
        stretches.stream()
            .filter(s -> s.begin().equals(hole.end()))
            .findFirst()
            .map(Reachable::from)
            .orElseGet(() -> latest(hole).or(() -> from));
    return new Unreachable(hole.begin(), hole.end(), from, to, hole.reasons());
  }

  private Optional<Instant> earliest(Hole hole) {
    return Stream.concat(
            times.after(branch.timeline(), hole.begin(), hole.end()).stream(), inside(hole))
        .min(Comparator.naturalOrder());
  }

  private Optional<Instant> latest(Hole hole) {
    return Stream.concat(
            times.before(branch.timeline(), hole.begin(), hole.end()).stream(), inside(hole))
        .max(Comparator.naturalOrder());
  }

  /// When the backups that lie in a hole were taken.
  private Stream<Instant> inside(Hole hole) {
    return picture.backups().stream()
        .filter(b -> b.timeline().orElse(0) == branch.timeline())
        .filter(b ->
            b.stop()
                .or(b::start)
                .filter(lsn -> !lsn.isBefore(hole.begin()) && !hole.end().isBefore(lsn))
                .isPresent())
        .map(b -> b.recoveryTime().orElse(b.startTime()));
  }

  private BackupFacts backup(BackupId id) {
    return picture.backups().stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow();
  }

  private Optional<Lsn> firstStop(Stretch stretch) {
    return stretch.backups().stream().findFirst().flatMap(id -> backup(id).stop());
  }

  /// The recovery time of the backup that ends at `lsn`.
  private Optional<Instant> time(Lsn lsn) {
    return picture.backups().stream()
        .filter(BackupFacts::isRestorable)
        .filter(
            b -> b.timeline().orElse(0) == branch.timeline() && b.stop().equals(Optional.of(lsn)))
        .findFirst()
        .flatMap(BackupFacts::recoveryTime);
  }
}
