package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.picture.BackupFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides about every backup.
final class BackupRules {
  /// How the reason of a pinned backup begins.
  static final String PINNED = "pinned until ";

  private final RetentionRequest request;
  private final Instant now;
  private final Obstacles obstacles;
  private final List<BackupFacts> newestFirst;
  private final Chains chains;
  private final PolicyRules rules;

  BackupRules(
      RetentionRequest request,
      Instant now,
      Obstacles obstacles,
      List<BackupFacts> newestFirst,
      Chains chains,
      PolicyRules rules) {
    this.request = request;
    this.now = now;
    this.obstacles = obstacles;
    this.newestFirst = newestFirst;
    this.chains = chains;
    this.rules = rules;
  }

  List<BackupVerdict> decide() {
    Map<BackupId, String> kept = new LinkedHashMap<>();
    Map<BackupId, String> deleted = new HashMap<>();
    for (BackupFacts backup : newestFirst) {
      Optional<String> expired = guarded(backup).isPresent() ? Optional.empty() : expired(backup);
      expired.ifPresentOrElse(
          reason -> deleted.put(backup.id(), reason),
          () -> kept.put(backup.id(), keptReason(backup)));
    }
    keepAncestors(kept, deleted);
    List<BackupVerdict> verdicts = new ArrayList<>();
    for (BackupFacts backup : newestFirst) {
      boolean stays = !deleted.containsKey(backup.id());
      String reason = (stays ? kept : deleted).getOrDefault(backup.id(), "");
      long age = Duration.between(BackupOrder.time(backup), now).toDays();
      verdicts.add(
          new BackupVerdict(
              backup,
              stays,
              stays ? "kept: " + reason : reason,
              rules.counted(backup),
              Math.max(0, age)));
    }
    return verdicts;
  }

  private void keepAncestors(Map<BackupId, String> kept, Map<BackupId, String> deleted) {
    for (BackupId id : List.copyOf(kept.keySet())) {
      BackupFacts backup = chains.find(id).orElseThrow();
      for (BackupFacts ancestor : chains.ancestors(backup)) {
        if (deleted.remove(ancestor.id()) != null) {
          kept.put(ancestor.id(), "its descendant " + id + " is kept");
        }
      }
    }
  }

  private String keptReason(BackupFacts backup) {
    return guarded(backup)
        .or(() -> request.wish() instanceof Wish.Expired ? policyReason(backup) : Optional.empty())
        .orElse("not asked for");
  }

  private Optional<String> policyReason(BackupFacts backup) {
    if (!request.policy().isSet()) {
      return Optional.of("no retention policy is set");
    }
    return rules
        .wanted(backup)
        .or(() ->
            backup.status() == BackupStatus.UNKNOWN
                ? Optional.of("its control file cannot be read")
                : Optional.of("its status is " + backup.status()));
  }

  /// What nothing overrides.
  private Optional<String> guarded(BackupFacts backup) {
    Optional<String> obstacle = obstacles.of(backup.id());
    if (obstacle.isPresent()) {
      return obstacle;
    }
    if (backup.status() == BackupStatus.RUNNING) {
      return Optional.of("being taken");
    }
    return backup
        .expireTime()
        .filter(now::isBefore)
        .map(time -> PINNED + ControlTime.format(time, request.zone()));
  }

  /// Why it goes, empty when it stays.
  private Optional<String> expired(BackupFacts backup) {
    if (backup.status() == BackupStatus.DELETING) {
      return Optional.of("expired: its deletion was begun before");
    }
    return switch (request.wish()) {
      case Wish.Nothing _ -> Optional.empty();
      case Wish.Expired _ -> byPolicy(backup);
      case Wish.OfId(BackupId id) ->
          backup.id().equals(id)
              ? Optional.of("deleted: asked for")
              : chains.ancestors(backup).stream()
                  .filter(ancestor -> ancestor.id().equals(id))
                  .findFirst()
                  .map(_ -> "deleted: descends from " + id);
      case Wish.OfStatus(var statuses) ->
          statuses.contains(backup.status())
              ? Optional.of("deleted: its status is " + backup.status())
              : chains.ancestors(backup).stream()
                  .filter(ancestor -> statuses.contains(ancestor.status()))
                  .findFirst()
                  .map(ancestor -> "deleted: descends from " + ancestor.id());
    };
  }

  private Optional<String> byPolicy(BackupFacts backup) {
    boolean decidable =
        switch (backup.status()) {
          case OK, DONE, CORRUPT, ORPHAN, ERROR -> true;
          case RUNNING, UNKNOWN, MERGING, MERGED, DELETING -> false;
        };
    return decidable && request.policy().isSet() && rules.wanted(backup).isEmpty()
        ? Optional.of("expired: " + rules.unwanted())
        : Optional.empty();
  }
}
