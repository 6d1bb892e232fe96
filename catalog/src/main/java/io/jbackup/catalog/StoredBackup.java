package io.jbackup.catalog;

import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.SmallObjects;
import java.util.Optional;

/// A backup in the catalog: its folder and what its control file says.
public final class StoredBackup {
  public static final String CONTROL = "backup.control";
  public static final String MANIFEST = "backup_manifest";
  public static final String INDEX = "index";

  private final Instance instance;
  private final BackupId id;
  private final ObjectKey folder;
  private final BackupControl control;
  private final String problem;

  StoredBackup(Instance instance, BackupId id, ObjectKey folder, BackupControl control) {
    this(instance, id, folder, control, "");
  }

  private StoredBackup(
      Instance instance, BackupId id, ObjectKey folder, BackupControl control, String problem) {
    this.instance = instance;
    this.id = id;
    this.folder = folder;
    this.control = control;
    this.problem = problem;
  }

  static StoredBackup load(Instance instance, BackupId id, ObjectKey folder) {
    ObjectStore store = instance.store();
    ObjectKey key = folder.child(CONTROL);
    String where = "Control file \"" + store.describe(key) + "\" ";
    Optional<String> text = SmallObjects.read(store, key);
    if (text.isEmpty()) {
      return unknown(instance, id, folder, where + "doesn't exist");
    }
    if (text.get().isBlank()) {
      return unknown(instance, id, folder, where + "is empty");
    }
    try {
      return new StoredBackup(instance, id, folder, BackupControl.parse(text.get()));
    } catch (IllegalArgumentException e) {
      return unknown(instance, id, folder, where + "cannot be read: " + e.getMessage());
    }
  }

  private static StoredBackup unknown(
      Instance instance, BackupId id, ObjectKey folder, String problem) {
    return new StoredBackup(instance, id, folder, BackupControl.empty(), problem);
  }

  public BackupId id() {
    return id;
  }

  public Instance instance() {
    return instance;
  }

  /// What the control file said when it was read; without any field when it could not be.
  public BackupControl control() {
    return control;
  }

  /// Why the control file could not be read; empty when it could.
  public String problem() {
    return problem;
  }

  /// The key of one of the backup's files.
  public ObjectKey key(String fileName) {
    return folder.child(fileName);
  }

  public ObjectKey folder() {
    return folder;
  }

  public ObjectStore store() {
    return instance.store();
  }

  /// Replaces the control file in one step.
  public StoredBackup save(BackupControl changed) {
    instance.catalog().put(key(CONTROL), changed.format());
    return new StoredBackup(instance, id, folder, changed);
  }

  /// As [#save(BackupControl)], also on a full disk: the room that was reserved is given up for it.
  public StoredBackup saveAnyway(BackupControl changed) {
    instance.reserve().spendFor(() -> save(changed));
    return new StoredBackup(instance, id, folder, changed);
  }

  /// Fails when the backup was written in a format newer than this version reads.
  public void requireKnownFormat() {
    if (control.formatVersion() > BackupControl.FORMAT_VERSION) {
      throw new CatalogException(
          "backup "
              + id
              + " has format version "
              + control.formatVersion()
              + ", this jbackup reads up to "
              + BackupControl.FORMAT_VERSION,
          "Use a newer version of jbackup.");
    }
  }
}
