package io.jbackup.catalog.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.TimelineHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What must hold of every plan, over random pasts. A failure prints the seed of its world.
final class RetentionPropertyTest {
  private static final long SEED = Long.getLong("retention.seed", 20_261_122L);
  private static final int CASES = Integer.getInteger("retention.cases", 3_000);

  private record Case(World world, RetentionPlan plan, Set<SegmentName> left) {
    List<BackupFacts> kept() {
      return plan.kept().stream().map(BackupVerdict::backup).toList();
    }

    List<BackupFacts> deleted() {
      return plan.deleted().stream().map(BackupVerdict::backup).toList();
    }

    List<BackupFacts> good(List<BackupFacts> list) {
      return list.stream().filter(this::isGood).toList();
    }

    /// Restorable, and so is all that it was made against.
    boolean isGood(BackupFacts backup) {
      BackupFacts link = backup;
      for (int depth = 0; depth < 100; depth++) {
        if (!link.isRestorable()) {
          return false;
        }
        if (link.isFull()) {
          return true;
        }
        Optional<BackupId> parent = link.parent();
        Optional<BackupFacts> next =
            world.backups.stream()
                .filter(other -> parent.filter(other.id()::equals).isPresent())
                .findFirst();
        if (next.isEmpty()) {
          return false;
        }
        link = next.get();
      }
      return false;
    }

    boolean expires() {
      return world.request.wish() instanceof Wish.Expired && world.request.policy().isSet();
    }

    Oracle before() {
      return new Oracle(world, world.segments);
    }

    Oracle after() {
      return new Oracle(world, left);
    }
  }

  private static void check(Consumer<Case> property) {
    for (int i = 0; i < CASES; i++) {
      long seed = SEED + i;
      World world = new World(new Random(seed));
      try {
        RetentionPlan plan = world.plan();
        Set<SegmentName> left =
            world.segments.stream()
                .filter(segment -> !plan.removes(segment))
                .collect(Collectors.toSet());
        property.accept(new Case(world, plan, left));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with -Dretention.seed=" + seed + ":\n" + world, e);
      }
    }
  }

  @Test
  void everyBackupGetsOneVerdictWithAReason() {
    check(c -> {
      assertThat(c.plan.backups())
          .extracting(verdict -> verdict.backup())
          .containsExactlyInAnyOrderElementsOf(c.world.backups);
      assertThat(c.plan.backups())
          .allSatisfy(verdict ->
              assertThat(verdict.reason())
                  .matches(verdict.kept() ? "kept: .+" : "(expired|deleted): .+"));
    });
  }

  @Test
  void whatIsPinnedUsedOrBeingTakenStaysWithWhatItNeeds() {
    check(c -> {
      assertThat(c.deleted())
          .noneMatch(b -> c.world.inUse.containsKey(b.id()))
          .noneMatch(b -> b.status() == BackupStatus.RUNNING)
          .noneMatch(b -> b.expireTime().filter(c.world.now::isBefore).isPresent());
      Set<BackupId> parents =
          c.kept().stream().flatMap(b -> b.parent().stream()).collect(Collectors.toSet());
      assertThat(c.deleted()).noneMatch(b -> parents.contains(b.id()));
    });
  }

  @Test
  void withoutAWalDepthWhatWasReachableFromAKeptBackupStaysReachable() {
    check(c -> {
      if (c.world.request.policy().walDepth() == 0) {
        for (BackupFacts backup : c.kept()) {
          assertThat(c.after().reachable(backup)).containsAll(c.before().reachable(backup));
        }
      }
    });
  }

  @Test
  void aKeptBackupStaysConsistent() {
    check(c -> {
      for (BackupFacts backup : c.kept()) {
        if (backup.isRestorable() && c.before().isConsistent(backup)) {
          assertThat(c.after().isConsistent(backup)).as("%s", backup).isTrue();
        }
      }
    });
  }

  @Test
  void theWalDepthNewestBackupsOfATimelineKeepTheirWal() {
    check(c -> {
      int depth = c.world.request.policy().walDepth();
      if (depth == 0) {
        return;
      }
      for (int timeline : c.world.branches.keySet()) {
        c.good(c.kept()).stream()
            .filter(b -> b.timeline().orElse(0) == timeline)
            .filter(b -> b.expireTime().filter(c.world.now::isBefore).isEmpty())
            .sorted(Comparator.comparing((BackupFacts b) -> b.stop().orElseThrow()).reversed())
            .limit(depth)
            .forEach(b ->
                assertThat(on(timeline, c.after().reachable(b)))
                    .containsAll(on(timeline, c.before().reachable(b))));
      }
    });
  }

  private static Set<Oracle.Point> on(int timeline, Set<Oracle.Point> points) {
    return points.stream().filter(point -> point.target() == timeline).collect(Collectors.toSet());
  }

  @Test
  void everyMomentOfTheWindowStaysReachable() {
    check(c -> {
      int days = c.world.request.policy().windowDays();
      if (days == 0 || !(c.world.request.wish() instanceof Wish.Expired)) {
        return;
      }
      Instant begin = c.world.now.minus(Duration.ofDays(days));
      Set<Integer> lines = new HashSet<>(Set.of(Collections.max(c.world.branches.keySet())));
      c.good(c.world.backups).stream()
          .filter(b -> !b.recoveryTime().orElseThrow().isBefore(begin))
          .forEach(b -> lines.add(b.timeline().orElseThrow()));
      Set<List<Long>> before = moments(c.good(c.world.backups), c.before(), c, begin, lines);
      assertThat(moments(c.good(c.kept()), c.after(), c, begin, lines)).containsAll(before);
    });
  }

  private static Set<List<Long>> moments(
      List<BackupFacts> from, Oracle oracle, Case c, Instant begin, Set<Integer> lines) {
    return from.stream()
        .flatMap(b -> oracle.reachable(b).stream())
        .filter(point -> lines.contains(point.target()))
        .filter(point -> {
          int timeline = Oracle.file(c.world.path(point.target()), point.number()).timeline();
          Instant written = c.world.time(timeline, World.SIZE.startOf(point.number()));
          return !written.isBefore(begin);
        })
        .map(point -> List.of((long) point.target(), point.number()))
        .collect(Collectors.toSet());
  }

  @Test
  void aGoodBackupThatExpiresLeavesANewerOne() {
    check(c -> {
      if (c.expires()) {
        for (BackupFacts gone : c.good(c.deleted())) {
          assertThat(c.good(c.kept()))
              .anyMatch(other ->
                  !other.recoveryTime().orElseThrow().isBefore(gone.recoveryTime().orElseThrow())
                      || Objects.equals(other.timeline(), gone.timeline()));
        }
        assertThat(c.good(c.kept()).isEmpty()).isEqualTo(c.good(c.world.backups).isEmpty());
      }
    });
  }

  @Test
  void redundancyAndPeriodsGetWhatTheyCount() {
    check(c -> {
      if (!c.expires()) {
        return;
      }
      List<BackupFacts> full =
          c.good(c.world.backups).stream().filter(BackupFacts::isFull).toList();
      List<BackupFacts> kept = c.good(c.kept()).stream().filter(BackupFacts::isFull).toList();
      RetentionPolicy policy = c.world.request.policy();
      assertThat(kept).hasSizeGreaterThanOrEqualTo(Math.min(policy.redundancy(), full.size()));
      periods(c, full, kept, policy.daily(), date -> date);
      periods(c, full, kept, policy.monthly(), YearMonth::from);
      periods(c, full, kept, policy.yearly(), LocalDate::getYear);
    });
  }

  private static <P extends Comparable<? super P>> void periods(
      Case c,
      List<BackupFacts> full,
      List<BackupFacts> kept,
      int count,
      Function<LocalDate, P> period) {
    Function<BackupFacts, P> of =
        backup ->
            period.apply(
                LocalDate.ofInstant(backup.recoveryTime().orElseThrow(), c.world.request.zone()));
    List<P> wanted =
        full.stream().map(of).distinct().sorted(Comparator.reverseOrder()).limit(count).toList();
    assertThat(kept.stream().map(of).toList()).containsAll(wanted);
  }

  @Test
  void whereItIsNotKnownWhatIsNeededNothingGoes() {
    check(c -> {
      boolean unclear =
          c.kept().isEmpty()
              || !c.world.request.wal()
              || c.kept().stream()
                  .anyMatch(b ->
                      b.timeline().isEmpty()
                          && b.status() != BackupStatus.ERROR
                          && b.status() != BackupStatus.DELETING);
      if (unclear) {
        assertThat(c.left).containsExactlyInAnyOrderElementsOf(c.world.segments);
      }
      for (int spoiled : c.world.malformed.keySet()) {
        boolean told =
            c.world.histories.values().stream()
                .anyMatch(history -> history.switchPoint(spoiled).isPresent());
        if (!told) {
          assertThat(c.left)
              .containsAll(c.world.segments.stream().filter(s -> s.timeline() <= spoiled).toList());
        }
      }
    });
  }

  @Test
  void theNewestTimelineIsFoundAsBefore() {
    check(c -> {
      Set<Integer> left =
          c.world.histories.keySet().stream()
              .filter(timeline -> !c.plan.removesHistory(timeline))
              .collect(Collectors.toSet());
      for (BackupFacts backup : c.kept()) {
        if (backup.timeline().isPresent() && backup.start().isPresent()) {
          int from = backup.timeline().getAsInt();
          assertThat(newest(from, left)).isEqualTo(newest(from, c.world.histories.keySet()));
        }
      }
      for (SegmentName segment : c.left) {
        TimelineHistory history = c.world.histories.get(segment.timeline());
        if (history != null) {
          assertThat(left).contains(segment.timeline());
        }
      }
    });
  }

  /// As PostgreSQL looks for it.
  private static int newest(int from, Set<Integer> files) {
    int newest = from;
    while (files.contains(newest + 1)) {
      newest++;
    }
    return newest;
  }

  @Test
  void whatNobodyNeedsGoes() {
    check(c -> {
      boolean plain =
          c.world.branches.size() == 1
              && c.world.request.wal()
              && !c.kept().isEmpty()
              && c.kept().stream().allMatch(b -> b.isRestorable());
      if (plain && c.world.request.policy().walDepth() == 0) {
        long first =
            c.kept().stream()
                .mapToLong(b -> World.SIZE.segmentOf(b.start().orElseThrow()))
                .min()
                .orElseThrow();
        assertThat(c.left).allMatch(segment -> segment.number() >= first);
      }
    });
  }

  /// IDs are names: which one a backup got decides nothing.
  @Test
  void otherIdsLeadToTheSamePlan() {
    check(c -> {
      List<BackupId> ids = new ArrayList<>(c.world.backups.stream().map(BackupFacts::id).toList());
      Collections.shuffle(ids, new Random(ids.hashCode()));
      Map<BackupId, BackupId> renamed = new HashMap<>();
      for (int i = 0; i < ids.size(); i++) {
        renamed.put(c.world.backups.get(i).id(), ids.get(i));
      }
      if (!(c.world.request.wish() instanceof Wish.OfId)) {
        RetentionPlan other = rename(c.world, renamed);
        Set<BackupId> expected =
            c.plan.deletedIds().stream().map(renamed::get).collect(Collectors.toSet());
        assertThat(other.deletedIds()).isEqualTo(expected);
        assertThat(c.world.segments)
            .allMatch(segment -> other.removes(segment) == c.plan.removes(segment));
      }
    });
  }

  private static RetentionPlan rename(World world, Map<BackupId, BackupId> renamed) {
    List<BackupFacts> backups =
        world.backups.stream()
            .map(b ->
                new BackupFacts(
                    renamed.getOrDefault(b.id(), b.id()),
                    b.status(),
                    b.mode(),
                    b.walMode(),
                    b.timeline(),
                    b.start(),
                    b.stop(),
                    b.startTime(),
                    b.recoveryTime(),
                    b.expireTime(),
                    b.parent().map(renamed::get),
                    b.fromReplica(),
                    b.dataBytes(),
                    b.walBytes()))
            .toList();
    Map<BackupId, String> inUse = new HashMap<>();
    world.inUse.forEach((id, user) -> inUse.put(renamed.getOrDefault(id, id), user));
    return RetentionPlanner.plan(
        world.picture(List.copyOf(world.segments), backups), world.request, world.now, inUse);
  }
}
