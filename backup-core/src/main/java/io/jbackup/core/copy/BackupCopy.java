package io.jbackup.core.copy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.core.JobLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Copies one backup. Its control file says RUNNING until all other files are there.
final class BackupCopy {
  private final Instance to;
  private final Locks locks;
  private final ObjectCopy objects;
  private final JobLog log;

  BackupCopy(Instance to, Locks locks, ObjectCopy objects, JobLog log) {
    this.to = to;
    this.locks = locks;
    this.objects = objects;
    this.log = log;
  }

  /// Whether the copy is there already, and says the same.
  boolean isPresent(StoredBackup source) {
    Optional<StoredBackup> there = to.backup(source.id());
    return there.isPresent()
        && there.get().problem().isEmpty()
        && there.get().control().format().equals(source.control().format());
  }

  /// Copies what is not there yet, and returns how many bytes that was.
  long copy(StoredBackup source) {
    try (HeldLock _ = locks.acquire(LockTarget.backup(source.id()), LockMode.EXCLUSIVE)) {
      ObjectStore store = to.store();
      ObjectKey folder = to.folder(source.id());
      ObjectKey control = folder.child(StoredBackup.CONTROL);
      List<ObjectInfo> missing = missing(source, folder);
      long bytes = 0;
      if (!missing.isEmpty()) {
        write(store, control, source.control().with(BackupStatus.RUNNING));
        for (ObjectInfo file : missing) {
          log.verbose("Copying \"" + source.store().describe(file.key()) + "\"");
          objects.copy(file.key(), folder.child(file.key().name()), PutMode.REPLACE);
          bytes += file.size();
        }
      }
      write(store, control, source.control());
      return bytes;
    }
  }

  private static void write(ObjectStore store, ObjectKey key, BackupControl control) {
    byte[] text = control.format().getBytes(StandardCharsets.UTF_8);
    SmallObjects.write(store, key, text, PutMode.REPLACE);
  }

  /// The files of a backup that its copy has not, or has with another content.
  private List<ObjectInfo> missing(StoredBackup source, ObjectKey folder) {
    Map<String, Long> there = new HashMap<>();
    for (ObjectInfo file : to.store().list(folder).objects()) {
      there.put(file.key().name(), file.size());
    }
    List<ObjectInfo> missing = new ArrayList<>();
    for (ObjectInfo file : source.store().list(source.folder()).objects()) {
      String name = file.key().name();
      if (!name.equals(StoredBackup.CONTROL)) {
        Long size = there.get(name);
        boolean same =
            size != null && size == file.size() && objects.isSame(file.key(), folder.child(name));
        if (!same) {
          missing.add(file);
        }
      }
    }
    return missing;
  }
}
