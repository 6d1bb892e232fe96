package io.jbackup.core.copy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.core.JobLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Copies one backup. Its control file says RUNNING until all other files are there, then DONE.
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

  /// The status of a copy that is whole: finished, of the same backup, with all its files in their
  /// sizes. Empty when there is something to copy.
  Optional<BackupStatus> present(StoredBackup source) {
    Optional<BackupControl> there = control(source.id());
    return isFinished(source, there) && missing(source, true).isEmpty()
        ? there.map(BackupControl::status)
        : Optional.empty();
  }

  private Optional<BackupControl> control(BackupId id) {
    return to.backup(id).filter(backup -> backup.problem().isEmpty()).map(StoredBackup::control);
  }

  private static boolean isFinished(StoredBackup source, Optional<BackupControl> there) {
    return there
        .filter(control ->
            control.status().isRestorable() && OwnFields.isSame(control, source.control()))
        .isPresent();
  }

  /// Copies what is not there yet, and returns how many bytes that was. The copy is DONE then.
  long copy(StoredBackup source) {
    try (HeldLock _ = locks.acquire(LockTarget.backup(source.id()), LockMode.EXCLUSIVE)) {
      ObjectKey folder = to.folder(source.id());
      Optional<BackupControl> there = control(source.id());
      BackupControl control = OwnFields.ofCopy(source.control(), there);
      List<ObjectInfo> missing = missing(source, isFinished(source, there));
      long bytes = 0;
      if (!missing.isEmpty()) {
        write(folder, control.with(BackupStatus.RUNNING));
        for (ObjectInfo file : missing) {
          log.verbose("Copying \"" + source.store().describe(file.key()) + "\"");
          objects.copy(file.key(), folder.child(file.key().name()));
          bytes += file.size();
        }
      }
      write(folder, control.with(BackupStatus.DONE));
      return bytes;
    }
  }

  private void write(ObjectKey folder, BackupControl control) {
    byte[] text = control.format().getBytes(StandardCharsets.UTF_8);
    SmallObjects.write(to.store(), folder.child(StoredBackup.CONTROL), text, PutMode.REPLACE);
  }

  /// The files of a backup that its copy has not, or has with another content.
  ///
  /// @param finished whether the copy was whole once: then sizes tell enough
  private List<ObjectInfo> missing(StoredBackup source, boolean finished) {
    ObjectKey folder = to.folder(source.id());
    Map<String, Long> there = new HashMap<>();
    for (ObjectInfo file : to.store().list(folder).objects()) {
      there.put(file.key().name(), file.size());
    }
    boolean sizesOnly = finished || !objects.isReadable();
    List<ObjectInfo> missing = new ArrayList<>();
    for (ObjectInfo file : source.store().list(source.folder()).objects()) {
      String name = file.key().name();
      if (!name.equals(StoredBackup.CONTROL)) {
        Long size = there.get(name);
        boolean same =
            size != null
                && size == file.size()
                && (sizesOnly || objects.isSame(file.key(), folder.child(name)));
        if (!same) {
          missing.add(file);
        }
      }
    }
    return missing;
  }
}
