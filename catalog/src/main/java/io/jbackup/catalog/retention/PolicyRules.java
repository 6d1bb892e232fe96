package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.BackupFacts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the rules of a policy want of a list of backups.
final class PolicyRules {
  private final RetentionPolicy policy;
  private final ZoneId zone;
  private final Chains chains;
  private final List<BackupFacts> newestFirst;
  private final Window window;
  private final Periods periods;
  private final Map<BackupId, Integer> counted = new HashMap<>();
  private final Map<BackupId, Boolean> beyond = new HashMap<>();

  PolicyRules(
      RetentionPolicy policy,
      ZoneId zone,
      List<BackupFacts> newestFirst,
      Chains chains,
      Lineage lineage,
      Instant now) {
    this.policy = policy;
    this.zone = zone;
    this.chains = chains;
    this.newestFirst = newestFirst;
    List<BackupFacts> good = newestFirst.stream().filter(chains::isGood).toList();
    window = new Window(good, lineage, policy.windowDays(), now);
    periods = new Periods(good.stream().filter(BackupFacts::isFull).toList(), policy, zone);
    count();
  }

  private void count() {
    int fulls = 0;
    for (BackupFacts backup : newestFirst) {
      boolean before = fulls >= policy.redundancy();
      if (backup.isFull() && chains.isGood(backup)) {
        fulls++;
      }
      beyond.put(backup.id(), before);
      counted.put(backup.id(), fulls);
    }
  }

  /// How many good full backups there are from the newest up to this one, or to the full one that
  /// it rests on.
  int counted(BackupFacts backup) {
    return counted.getOrDefault(anchor(backup).id(), 0);
  }

  private BackupFacts anchor(BackupFacts backup) {
    return chains.root(backup).orElse(backup);
  }

  /// Whether the window's promise rests on it.
  boolean isWantedByWindow(BackupFacts backup) {
    return policy.windowDays() > 0 && (window.isInside(backup) || window.isAnchor(backup));
  }

  /// Why the policy wants it, without the word `kept`; empty when no rule does.
  Optional<String> wanted(BackupFacts backup) {
    List<String> reasons = new ArrayList<>();
    redundancy(backup).ifPresent(reasons::add);
    if (policy.windowDays() > 0 && window.isInside(backup)) {
      reasons.add("inside the window of " + days(policy.windowDays()));
    } else if (isWantedByWindow(backup)) {
      reasons.add("needed to reach " + minute(window.begin(), zone));
    }
    reasons.addAll(periods.reasons(backup));
    if (reasons.isEmpty()) {
      lastResort(backup).ifPresent(reasons::add);
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
  }

  private Optional<String> redundancy(BackupFacts backup) {
    if (policy.redundancy() == 0 || beyond.getOrDefault(anchor(backup).id(), true)) {
      return Optional.empty();
    }
    int rank = counted(backup);
    if (!anchor(backup).equals(backup)) {
      return Optional.of("its full backup " + anchor(backup).id() + " is within redundancy");
    }
    return Optional.of(
        chains.isGood(backup)
            ? "redundancy " + rank + " of " + policy.redundancy()
            : "not good, but newer than the last backup of redundancy " + policy.redundancy());
  }

  /// What no rule names and yet must not go.
  private Optional<String> lastResort(BackupFacts backup) {
    Optional<BackupFacts> newest = newestFirst.stream().filter(chains::isGood).findFirst();
    if (newest.isEmpty()) {
      return Optional.of("there is no good backup");
    }
    if (newest.get().equals(backup)) {
      return Optional.of("the newest good backup");
    }
    boolean newer = newestFirst.indexOf(backup) < newestFirst.indexOf(newest.get());
    return policy.keepsPeriods() && newer
        ? Optional.of("not good, but newer than the newest good backup")
        : Optional.empty();
  }

  /// Why no rule wants it.
  String unwanted() {
    List<String> reasons = new ArrayList<>();
    if (policy.redundancy() > 0) {
      reasons.add("beyond redundancy " + policy.redundancy());
    }
    if (policy.windowDays() > 0) {
      reasons.add("older than " + minute(window.begin(), zone) + " and not needed to reach it");
    }
    if (policy.keepsPeriods()) {
      reasons.add("not among " + periodRules());
    }
    return String.join(" and ", reasons);
  }

  private String periodRules() {
    List<String> rules = new ArrayList<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("daily", policy.daily());
    counts.put("weekly", policy.weekly());
    counts.put("monthly", policy.monthly());
    counts.put("yearly", policy.yearly());
    counts.forEach((name, count) -> {
      if (count > 0) {
        rules.add(name + " " + count);
      }
    });
    return String.join(", ", rules);
  }

  private static String days(int count) {
    return count + (count == 1 ? " day" : " days");
  }

  static String minute(Instant time, ZoneId zone) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).format(time.atZone(zone));
  }
}
