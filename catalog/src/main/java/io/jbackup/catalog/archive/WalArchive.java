package io.jbackup.catalog.archive;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.store.NameRange;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.wal.SegmentCheck;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The archived WAL of one instance: segments, history files, backup history files and partial
/// segments, each compressed or not. A file that is not found is certainly absent, provided that
/// the archive itself is there ([#requirePresent()]); a failing storage is a StorageException.
public final class WalArchive {
  private static final Algorithm[] ALGORITHMS = Algorithm.values();

  /// Far more than a history of a million switches.
  private static final int HISTORY_LIMIT = 64 << 20;

  /// Comes after the dot that suffixes begin with.
  private static final String PAST_SUFFIX = "/";

  /// What a file takes that is collected for one request, or sent in parts.
  private static final int WRITER = 26 << 20;

  /// For everything else.
  private static final int RESERVED = 32 << 20;

  private final ObjectStore store;
  private final ObjectKey folder;

  public WalArchive(ObjectStore store, ObjectKey folder) {
    this.store = store;
    this.folder = folder;
  }

  /// The key under which `storedName` lies.
  public ObjectKey key(String storedName) {
    return folder.child(storedName);
  }

  public ObjectStore store() {
    return store;
  }

  /// The key that all archived files lie below.
  public ObjectKey folder() {
    return folder;
  }

  /// Fails when the archive's folder is missing, as it is when a file system is not mounted:
  /// nothing may then be concluded from a file that is not found.
  public void requirePresent() {
    if (!store.hasFolder(folder)) {
      throw new CatalogException(
          "The WAL archive directory \"" + store.describe(folder) + "\" is missing",
          "Check that the catalog's file system is mounted. \"jbackup add-instance\" creates the"
              + " directory once; nothing removes it but \"jbackup del-instance\".");
    }
  }

  /// How many files may be written at the same time, at least one and at most `wanted`: a store
  /// that is far gets a file in one piece, which waits in memory until then.
  public int writers(int wanted) {
    if (store.isNear()) {
      return wanted;
    }
    long room = Runtime.getRuntime().maxMemory() - RESERVED;
    return Math.clamp(room / WRITER, 1, wanted);
  }

  /// Makes the names of everything that was published durable.
  public void sync() {
    store.sync(folder);
  }

  /// Looks for a file by the name PostgreSQL gave it, whatever it is compressed with.
  public Optional<ArchivedFile> find(String name) {
    for (Algorithm algorithm : ALGORITHMS) {
      ArchivedFile file = stat(name, algorithm);
      if (file != null) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /// Every form in which a file is stored; more than one when servers with different settings
  /// archived it at the same time.
  public List<ArchivedFile> findAll(String name) {
    List<ArchivedFile> files = new ArrayList<>(1);
    for (Algorithm algorithm : ALGORITHMS) {
      ArchivedFile file = stat(name, algorithm);
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  /// Every form of several files, by their names, in one listing; those that are not there are
  /// missing.
  ///
  /// @param names not empty
  Map<String, List<ArchivedFile>> findAll(Collection<String> names) {
    Set<String> wanted = Set.copyOf(names);
    NameRange range = new NameRange(Collections.min(names), Collections.max(names) + PAST_SUFFIX);
    Map<String, List<ArchivedFile>> found = new HashMap<>();
    store.visit(
        folder,
        range,
        info -> {
          ArchivedFile file = file(info);
          if (wanted.contains(file.name())) {
            found.computeIfAbsent(file.name(), _ -> new ArrayList<>(1)).add(file);
          }
        });
    return found;
  }

  private @Nullable ArchivedFile stat(String name, Algorithm algorithm) {
    Optional<ObjectInfo> info = store.stat(key(name + algorithm.suffix()));
    return info.isEmpty() ? null : file(name, algorithm, info.get());
  }

  /// Every file of the archive in ascending order of stored names; a listing that is not complete
  /// is a StorageException.
  public List<ArchivedFile> list() {
    List<ArchivedFile> files = new ArrayList<>();
    visit(files::add);
    files.sort(Comparator.comparing(ArchivedFile::storedName));
    return files;
  }

  /// Passes on every file of the archive, in any order and without holding them all. A listing that
  /// breaks off is a StorageException.
  public void visit(Consumer<ArchivedFile> visitor) {
    store.visit(folder, info -> visitor.accept(file(info)));
  }

  /// The segment that was archived last; empty when there is none.
  public Optional<ArchivedFile> newestSegment() {
    AtomicReference<@Nullable ArchivedFile> newest = new AtomicReference<>();
    visit(file -> {
      ArchivedFile known = newest.get();
      if (SegmentName.isSegmentName(file.name())
          && (known == null || known.modified().isBefore(file.modified()))) {
        newest.set(file);
      }
    });
    return Optional.ofNullable(newest.get());
  }

  private static ArchivedFile file(ObjectInfo info) {
    String stored = info.key().name();
    Algorithm algorithm = Algorithm.ofFileName(stored);
    return file(
        stored.substring(0, stored.length() - algorithm.suffix().length()), algorithm, info);
  }

  private static ArchivedFile file(String name, Algorithm algorithm, ObjectInfo info) {
    return new ArchivedFile(name, algorithm, info.size(), info.modified());
  }

  /// How a stored file is called in messages.
  public String describe(ArchivedFile file) {
    return store.describe(key(file.storedName()));
  }

  /// The content of a file without its compression, in bounded memory. Opening fails with
  /// WalException when the file is gone meanwhile; reading with StorageException, or
  /// CorruptException when the compressed form is damaged or cut short.
  public InputStream open(ArchivedFile file) {
    return open(file, null, UnaryOperator.identity());
  }

  /// As [#open(ArchivedFile)]; every byte passes through `check`, which is finished at the end of
  /// the stream: only who reads to the end has a segment that was verified.
  public InputStream open(ArchivedFile file, SegmentCheck check) {
    return open(file, check, UnaryOperator.identity());
  }

  /// As [#open(ArchivedFile)], with a check of what [ArchivedFile#check] asks for.
  ///
  /// @param stored is given the bytes as they are stored, and returns what to read them from
  public InputStream openChecked(
      ArchivedFile file, WalIdentity identity, UnaryOperator<InputStream> stored) {
    return open(file, file.check('"' + describe(file) + '"', identity).orElse(null), stored);
  }

  private InputStream open(
      ArchivedFile file, @Nullable SegmentCheck check, UnaryOperator<InputStream> stored) {
    ObjectReader reader =
        store
            .open(key(file.storedName()))
            .orElseThrow(() ->
                new WalException(
                    "\"" + describe(file) + "\" was removed while it was about to be read",
                    "Run the command again; keep WAL longer if this segment is still needed."));
    return ArchivedStream.open(describe(file), reader, stored, file.algorithm(), check);
  }

  /// A whole segment, verified while it is read to its end; empty when it is absent.
  public Optional<InputStream> openSegment(SegmentName name, SegmentSize size, long systemId) {
    Optional<ArchivedFile> file = find(name.fileName(size));
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String path = '"' + describe(file.get()) + '"';
    return Optional.of(open(file.get(), new SegmentCheck(path, name, size, systemId)));
  }

  /// The ancestry of a timeline: timeline 1 is a root and has no file. Empty when the archive does
  /// not have the history file; CorruptException when it is malformed.
  public Optional<TimelineHistory> history(int timeline) {
    if (timeline == 1) {
      return Optional.of(TimelineHistory.root(1));
    }
    Optional<ArchivedFile> file = find(TimelineHistory.fileName(timeline));
    return file.isEmpty() ? Optional.empty() : Optional.of(readHistory(timeline, file.get()));
  }

  /// What all history files of the archive tell, in ascending order of timelines.
  public List<TimelineHistory> histories() {
    List<TimelineHistory> histories = new ArrayList<>();
    for (ArchivedFile file : list()) {
      int timeline = HistoryFiles.timeline(file.name());
      if (timeline != 0) {
        histories.add(readHistory(timeline, file));
      }
    }
    return histories;
  }

  private TimelineHistory readHistory(int timeline, ArchivedFile file) {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(HISTORY_LIMIT);
      String path = describe(file);
      return HistoryFiles.parse(timeline, new String(bytes, StandardCharsets.UTF_8), path);
    } catch (IOException e) {
      throw new CorruptException(
          "could not read \"" + describe(file) + "\": " + e.getMessage(), HistoryFiles.HINT, e);
    }
  }
}
