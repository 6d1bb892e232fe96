package io.jbackup.catalog.archive;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The archived WAL of one instance: segments, history files, backup history files and partial
/// segments, each compressed or not.
public final class WalArchive {
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

  /// Looks for a file by the name PostgreSQL gave it, whatever it is compressed with.
  public Optional<ArchivedFile> find(String name) {
    for (Algorithm algorithm : Algorithm.values()) {
      Optional<ObjectInfo> info = store.stat(key(name + algorithm.suffix()));
      if (info.isPresent()) {
        return info.map(found -> file(name, algorithm, found));
      }
    }
    return Optional.empty();
  }

  /// Every file of the archive in ascending order of stored names.
  public List<ArchivedFile> list() {
    List<ArchivedFile> files = new ArrayList<>();
    for (ObjectInfo info : store.list(folder).objects()) {
      String stored = info.key().name();
      Algorithm algorithm = Algorithm.ofFileName(stored);
      String name = stored.substring(0, stored.length() - algorithm.suffix().length());
      files.add(file(name, algorithm, info));
    }
    return files;
  }

  private static ArchivedFile file(String name, Algorithm algorithm, ObjectInfo info) {
    return new ArchivedFile(name, algorithm, info.size(), info.modified());
  }
}
