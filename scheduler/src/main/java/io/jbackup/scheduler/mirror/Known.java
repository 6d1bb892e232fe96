package io.jbackup.scheduler.mirror;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.picture.SegmentSet;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.scheduler.config.MirrorSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The names that a mirror is known to have, so that it need not be listed at each look. Used by
/// several threads.
final class Known {
  /// For so long nobody is thought to have removed anything.
  private static final Duration TRUSTED = Duration.ofHours(1);

  private final Map<BackupId, BackupFacts> backups = new ConcurrentHashMap<>();
  private final Set<String> wal = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Wanted wanted;
  private volatile @Nullable Instant listed;

  /// Whether it was ever listed; nothing is known before.
  boolean isSomething() {
    return wanted != null;
  }

  boolean isFresh(Instant now) {
    Instant time = listed;
    return time != null && time.plus(TRUSTED).isAfter(now);
  }

  /// Has the mirror listed again at the next look; what is known counts until then.
  void distrust() {
    listed = null;
  }

  /// Lists all of the mirror. Throws CatalogException when the instance is not in it any more.
  void list(Instance from, Instance mirror, MirrorSettings settings, Clock clock) {
    Instance to = mirror.reread();
    Instant now = clock.instant();
    List<StoredBackup> there = listBackups(to);
    listWal(to);
    wanted = Wanted.decide(from, to, there, settings, clock);
    listed = now;
  }

  /// Lists the backups only, since another node copies them.
  List<StoredBackup> listBackups(Instance to) {
    List<StoredBackup> there = to.backups();
    Map<BackupId, BackupFacts> good = new HashMap<>();
    there.stream()
        .map(BackupFacts::of)
        .filter(BackupFacts::isRestorable)
        .forEach(facts -> good.put(facts.id(), facts));
    backups.keySet().retainAll(good.keySet());
    backups.putAll(good);
    return there;
  }

  /// Lists the archive only, since another node copies it.
  void listWal(Instance to) {
    Set<String> there = ConcurrentHashMap.newKeySet();
    to.archive().list().forEach(file -> there.add(file.storedName()));
    wal.retainAll(there);
    wal.addAll(there);
  }

  /// @param backup of the catalog, of which the mirror has a copy now
  void add(StoredBackup backup) {
    backups.put(backup.id(), BackupFacts.of(backup));
  }

  void add(ArchivedFile file) {
    wal.add(file.storedName());
  }

  /// The hole that recovery from the mirror's newest backup ends at.
  ///
  /// @param coming what is still to be copied
  Optional<Hole> hole(List<ArchivedFile> coming, SegmentSize size) {
    Optional<BackupFacts> newest =
        backups.values().stream().max(Comparator.comparing(BackupFacts::id));
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    List<SegmentName> segments = new ArrayList<>();
    Stream.concat(wal.stream().map(Known::name), coming.stream().map(ArchivedFile::name))
        .filter(SegmentName::isSegmentName)
        .forEach(name -> segments.add(SegmentName.parse(name, size)));
    return Hole.after(newest.get(), SegmentSet.of(segments), size);
  }

  private static String name(String stored) {
    String suffix = Algorithm.ofFileName(stored).suffix();
    return stored.substring(0, stored.length() - suffix.length());
  }

  /// Whether the mirror has a file of that name under another compression.
  boolean hasOtherForm(ArchivedFile file) {
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> algorithm != file.algorithm())
        .anyMatch(algorithm -> wal.contains(file.name() + algorithm.suffix()));
  }

  /// Whether the mirror should have it and has not.
  boolean lacks(BackupId id) {
    Wanted now = wanted;
    return !backups.containsKey(id) && (now == null || now.has(id));
  }

  /// Whether the mirror should have it and has not.
  boolean lacks(ArchivedFile file) {
    Wanted now = wanted;
    return !wal.contains(file.storedName()) && (now == null || now.has(file));
  }
}
