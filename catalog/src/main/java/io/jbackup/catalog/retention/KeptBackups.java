package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.picture.BackupFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The backups that stay, as those who hold WAL.
final class KeptBackups {
  private final List<BackupFacts> newestFirst;
  private final Chains chains;
  private final PolicyRules rules;
  private final RetentionPolicy policy;
  private final Instant now;

  KeptBackups(
      List<BackupFacts> newestFirst,
      Chains chains,
      PolicyRules rules,
      RetentionPolicy policy,
      Instant now) {
    this.newestFirst = newestFirst;
    this.chains = chains;
    this.rules = rules;
    this.policy = policy;
    this.now = now;
  }

  /// Those whose place in the WAL is known.
  List<BackupFacts> placed() {
    return newestFirst.stream().filter(KeptBackups::isPlaced).toList();
  }

  private static boolean isPlaced(BackupFacts backup) {
    return backup.timeline().isPresent() && backup.start().isPresent();
  }

  /// Why nothing can be said about what is needed.
  Optional<String> unclear() {
    if (newestFirst.isEmpty()) {
      return Optional.of(
          "no backup is left, so nothing tells which WAL is needed; \"del-instance\" removes"
              + " everything of an instance");
    }
    return newestFirst.stream()
        .filter(backup -> !isPlaced(backup))
        .flatMap(backup -> unclear(backup).stream())
        .findFirst();
  }

  private static Optional<String> unclear(BackupFacts backup) {
    return switch (backup.status()) {
      case RUNNING ->
          Optional.of("backup " + backup.id() + " is being taken and may need any of it");
      case UNKNOWN -> Optional.of("the control file of backup " + backup.id() + " cannot be read");
      case OK, DONE, CORRUPT, ORPHAN, MERGING, MERGED ->
          Optional.of(
              "the control file of backup " + backup.id() + " does not tell where its WAL begins");
      // It failed before it got that far, or its files are gone: it can never be restored.
      case ERROR, DELETING -> Optional.empty();
    };
  }

  /// Those of `line`, all on one way through the timelines and newest first, from the oldest of
  /// which on WAL is kept.
  List<BackupFacts> holders(List<BackupFacts> line) {
    List<BackupFacts> good = line.stream().filter(chains::isGood).toList();
    if (policy.walDepth() == 0 || good.isEmpty()) {
      return line;
    }
    List<BackupFacts> counted = good.stream().filter(backup -> !isPinned(backup)).toList();
    List<BackupFacts> deep = counted.isEmpty() ? good : counted;
    BackupFacts last = deep.get(Math.min(policy.walDepth(), deep.size()) - 1);
    int depth = line.indexOf(last);
    return line.stream()
        .filter(backup ->
            line.indexOf(backup) <= depth
                || backup.status() == BackupStatus.RUNNING
                || (chains.isGood(backup) && rules.isWantedByWindow(backup)))
        .toList();
  }

  private boolean isPinned(BackupFacts backup) {
    return backup.expireTime().filter(now::isBefore).isPresent();
  }
}
