package io.jbackup.catalog.retention;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.picture.BackupFacts;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// The newest good full backup of each of the last days, weeks, months and years that have one.
final class Periods {
  private final Map<BackupId, List<String>> reasons = new HashMap<>();

  /// `goodFull` newest first.
  Periods(List<BackupFacts> goodFull, RetentionPolicy policy, ZoneId zone) {
    choose(goodFull, policy.daily(), "daily", zone, LocalDate::toEpochDay);
    choose(goodFull, policy.weekly(), "weekly", zone, Periods::week);
    choose(goodFull, policy.monthly(), "monthly", zone, Periods::month);
    choose(goodFull, policy.yearly(), "yearly", zone, LocalDate::getYear);
  }

  /// Weeks begin on Monday, and the first of a year is the one with its first Thursday (ISO 8601).
  private static long week(LocalDate date) {
    return date.get(IsoFields.WEEK_BASED_YEAR) * 100L + date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  private static long month(LocalDate date) {
    return date.getYear() * 100L + date.getMonthValue();
  }

  private void choose(
      List<BackupFacts> goodFull,
      int count,
      String rule,
      ZoneId zone,
      ToLongFunction<LocalDate> period) {
    Map<Long, BackupFacts> newest = new TreeMap<>(Comparator.reverseOrder());
    for (BackupFacts backup : goodFull) {
      LocalDate date = LocalDate.ofInstant(BackupOrder.time(backup), zone);
      newest.putIfAbsent(period.applyAsLong(date), backup);
    }
    int rank = 0;
    for (BackupFacts backup : newest.values()) {
      if (++rank > count) {
        return;
      }
      reasons
          .computeIfAbsent(backup.id(), _ -> new ArrayList<>())
          .add(rule + " " + rank + " of " + count);
    }
  }

  /// Such as `weekly 2 of 4`; none when no rule wants it.
  List<String> reasons(BackupFacts backup) {
    return reasons.getOrDefault(backup.id(), List.of());
  }
}
