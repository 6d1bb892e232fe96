package io.jbackup.catalog.retention;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.Hold;
import io.jbackup.catalog.store.Holds;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds out what the object store keeps from being deleted, of what is about to be.
public final class StoreHolds {
  /// How the reason of a backup begins that the store keeps.
  static final String LOCKED = "locked in the bucket";

  private final Instance instance;
  private final ZoneId zone;
  private final Map<BackupId, Optional<String>> asked = new HashMap<>();

  StoreHolds(Instance instance, ZoneId zone) {
    this.instance = instance;
    this.zone = zone;
  }

  /// Throws CatalogException when the store keeps a backup of the instance, or the WAL that was
  /// archived last.
  public static void requireNone(Instance instance, ZoneId zone) {
    StoreHolds found = new StoreHolds(instance, zone);
    for (StoredBackup backup : instance.backups()) {
      found.reason(backup.id()).ifPresent(reason -> refuse("backup " + backup.id(), reason));
    }
    found.lastWal().ifPresent(reason -> refuse("its archived WAL", reason));
  }

  private static void refuse(String what, String reason) {
    throw new CatalogException(
        "the instance cannot be deleted: " + what + " is " + reason,
        "The store keeps its objects until then, whoever asks: deleting them would only hide"
            + " them. See \"Object lock\" in docs/s3.md.");
  }

  /// Empty where the store keeps nothing, which it is asked once.
  private Optional<Holds> holds() {
    return instance.store().holds().filter(Holds::possible);
  }

  private Optional<String> lastWal() {
    return holds()
        .flatMap(holds ->
            instance
                .archive()
                .newestSegment()
                .flatMap(file -> holds.of(instance.archive().key(file.storedName()))))
        .map(hold -> words(hold, zone));
  }

  /// Why a backup cannot be deleted, empty when it can. The retention of its control file does not
  /// count: whatever rewrites that, such as a validation, would prolong it.
  Optional<String> reason(BackupId id) {
    return holds()
        .flatMap(holds ->
            asked.computeIfAbsent(
                id, _ -> latest(holds, instance.folder(id)).map(hold -> words(hold, zone))));
  }

  private Optional<Hold> latest(Holds source, ObjectKey folder) {
    Hold latest = null;
    for (ObjectInfo object : instance.store().list(folder).objects()) {
      boolean control = object.key().name().equals(StoredBackup.CONTROL);
      Hold hold = source.of(object.key()).filter(found -> !control || found.legal()).orElse(null);
      if (hold != null) {
        Hold counted = control ? new Hold(Optional.empty(), true) : hold;
        latest = latest == null ? counted : latest.or(counted);
      }
    }
    return Optional.ofNullable(latest);
  }

  private static String words(Hold hold, ZoneId zone) {
    String until = hold.until().map(time -> " until " + ControlTime.format(time, zone)).orElse("");
    return hold.legal() ? LOCKED + until + " and by a legal hold" : LOCKED + until;
  }

  /// Of each timeline of which the plan lets files go, those that the store keeps: from the first
  /// such one on. What was archived later is taken to be held for longer, so that few objects are
  /// asked about.
  Map<Integer, KeptStretches.Stretch> wal(RetentionPlan plan) {
    Map<Integer, KeptStretches.Stretch> kept = new HashMap<>();
    Optional<Holds> source = plan.removesWal() ? holds() : Optional.empty();
    if (source.isEmpty()) {
      return kept;
    }
    Holds holds = source.get();
    Map<Integer, List<WalEntry>> timelines = new TreeMap<>();
    for (WalEntry entry : WalEntry.going(instance, List.of(plan))) {
      timelines.computeIfAbsent(entry.timeline(), _ -> new ArrayList<>()).add(entry);
    }
    timelines.forEach((timeline, entries) -> {
      Optional<Hold> last = hold(holds, entries.getLast());
      if (last.isPresent()) {
        long first = entries.get(firstHeld(holds, entries)).number();
        String reason = "kept: " + words(last.get(), zone);
        kept.put(timeline, new KeptStretches.Stretch(first, Long.MAX_VALUE, reason));
      }
    });
    return kept;
  }

  /// The last one is held.
  private int firstHeld(Holds source, List<WalEntry> entries) {
    int low = 0;
    int high = entries.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (hold(source, entries.get(middle)).isPresent()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private Optional<Hold> hold(Holds source, WalEntry entry) {
    return source.of(instance.archive().key(entry.file().storedName()));
  }
}
