package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.InstancePicture;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Decides what of an instance goes. Depends on nothing but its arguments. Backups are told older
/// and newer by LSN and by the ancestry of timelines, not by their names.
///
/// What nothing overrides: a backup that is pinned, being taken, or in use stays, and so do the
/// backups that it was made against. A status RUNNING in the picture means a backup whose process
/// is alive.
///
/// WAL stays where a backup that is kept needs it to become consistent, and from the oldest backup
/// that is kept up to now, on every timeline that recovery can reach from one. Where the catalog
/// does not tell what is needed (a history file or a control file cannot be read), it stays as
/// well.
public final class RetentionPlanner {
  private RetentionPlanner() {}

  /// Makes the plan for what `request` asks.
  ///
  /// @param inUse who uses the backups that may not go now
  public static RetentionPlan plan(
      InstancePicture picture, RetentionRequest request, Instant now, Map<BackupId, String> inUse) {
    return plan(picture, request, now, Obstacles.of(inUse));
  }

  static RetentionPlan plan(
      InstancePicture picture, RetentionRequest request, Instant now, Obstacles obstacles) {
    Lineage lineage = new Lineage(picture);
    Chains chains = new Chains(picture.backups());
    List<BackupFacts> newestFirst = BackupOrder.newestFirst(picture.backups(), lineage);
    PolicyRules rules =
        new PolicyRules(request.policy(), request.zone(), newestFirst, chains, lineage, now);
    List<BackupVerdict> backups =
        new BackupRules(request, now, obstacles, newestFirst, chains, rules).decide();
    List<BackupFacts> kept =
        backups.stream().filter(BackupVerdict::kept).map(BackupVerdict::backup).toList();
    KeptBackups holders = new KeptBackups(kept, chains, rules, request.policy(), now);
    WalPlanner wal = new WalPlanner(picture, lineage, holders, request.wal(), obstacles);
    boolean policyMissing = request.wish() instanceof Wish.Expired && !request.policy().isSet();
    return new RetentionPlan(backups, wal.plan(), !policyMissing, wal.held());
  }
}
