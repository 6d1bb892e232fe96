package io.jbackup.cli.table;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.retention.BackupVerdict;
import io.jbackup.catalog.retention.RetentionPlan;
import io.jbackup.catalog.retention.RetentionRequest;
import io.jbackup.catalog.retention.TimelineVerdict;
import io.jbackup.catalog.retention.WalRange;
import io.jbackup.catalog.retention.Wish;
import io.jbackup.catalog.wal.SegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A plan of retention as lines for the log.
public final class PlanText {
  private final RetentionRequest request;
  private final SegmentSize size;
  private final String will;

  /// `dryRun`: what can be done, instead of what will be.
  public PlanText(RetentionRequest request, SegmentSize size, boolean dryRun) {
    this.request = request;
    this.size = size;
    this.will = dryRun ? "can be" : "will be";
  }

  /// What the user may not have meant.
  public List<String> warnings(RetentionPlan plan) {
    List<String> lines = new ArrayList<>();
    if (!plan.policySet()) {
      lines.add("Retention policy is not set");
    }
    List<BackupVerdict> good =
        plan.backups().stream().filter(verdict -> verdict.backup().isRestorable()).toList();
    if (!good.isEmpty() && !good.getFirst().kept()) {
      BackupId newest = good.getFirst().backup().id();
      boolean none = good.stream().noneMatch(BackupVerdict::kept);
      lines.add(
          "Backup "
              + newest
              + " is the newest good backup"
              + (none ? ", and no good one is left after it is deleted" : ""));
    }
    return lines;
  }

  /// Every backup and every stretch of WAL with its reason.
  public List<String> lines(RetentionPlan plan) {
    List<String> lines = new ArrayList<>();
    switch (request.wish()) {
      case Wish.Expired _ -> evaluation(plan, lines);
      case Wish.OfId(BackupId id) -> {
        long bytes =
            plan.deleted().stream().map(BackupVerdict::backup).mapToLong(PlanText::bytes).sum();
        lines.add(
            "Resident data size to free by delete of backup " + id + " : " + Amounts.size(bytes));
      }
      case Wish.OfStatus _, Wish.Nothing _ -> {}
    }
    plan.deleted().forEach(verdict -> lines.add(deletion(verdict)));
    if (plan.deleted().isEmpty()) {
      nothing().ifPresent(lines::add);
    }
    if (request.wal()) {
      wal(plan, lines);
    }
    return lines;
  }

  private static long bytes(BackupFacts backup) {
    return backup.dataBytes();
  }

  private void evaluation(RetentionPlan plan, List<String> lines) {
    lines.add("Evaluate backups by retention");
    for (BackupVerdict verdict : plan.backups()) {
      BackupFacts backup = verdict.backup();
      lines.add(
          String.format(
              Locale.ROOT,
              "Backup %s, mode: %s, status: %s. Redundancy: %d/%d, Time Window: %dd/%dd. %s, %s",
              backup.id(),
              backup.mode(),
              backup.status(),
              verdict.counted(),
              request.policy().redundancy(),
              verdict.ageDays(),
              request.policy().windowDays(),
              verdict.kept() ? "Active" : "Expired",
              verdict.reason()));
    }
  }

  private String deletion(BackupVerdict verdict) {
    String line =
        "Backup "
            + verdict.backup().id()
            + " with status "
            + verdict.backup().status()
            + " "
            + will
            + " deleted";
    return request.wish() instanceof Wish.Expired ? line : line + " (" + verdict.reason() + ")";
  }

  private Optional<String> nothing() {
    return switch (request.wish()) {
      case Wish.Expired _ -> Optional.of("There are no backups to delete by retention policy");
      case Wish.OfStatus(var statuses) ->
          Optional.of("There are no backups to delete with status " + statuses);
      case Wish.OfId _, Wish.Nothing _ -> Optional.empty();
    };
  }

  private void wal(RetentionPlan plan, List<String> lines) {
    plan.walHeld().ifPresent(reason -> lines.add("No WAL " + will + " removed: " + reason));
    for (TimelineVerdict timeline : plan.timelines()) {
      if (timeline.goesWholly()) {
        lines.add(
            "On timeline "
                + Integer.toUnsignedString(timeline.timeline())
                + " all files "
                + will
                + " removed");
      } else if (plan.walHeld().isEmpty()) {
        timeline.ranges().forEach(range -> lines.add(range(range)));
      }
    }
    if (!plan.removesWal()) {
      lines.add("There is no WAL to purge by retention policy");
    }
  }

  private String range(WalRange range) {
    return "On timeline "
        + Integer.toUnsignedString(range.timeline())
        + " WAL segments between "
        + range.firstName().fileName(size)
        + " and "
        + range.lastName().fileName(size)
        + (range.kept() ? " stay" : " " + will + " removed")
        + " ("
        + range.reason()
        + ")";
  }
}
