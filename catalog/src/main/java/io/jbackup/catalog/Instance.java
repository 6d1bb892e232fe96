package io.jbackup.catalog;

import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.Encryption;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.run.RunRecord;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectTraits;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One PostgreSQL cluster in the catalog: its configuration, backups and WAL archive.
public final class Instance {
  /// How many seconds a new ID may lie after the clock's, when those before it are taken.
  private static final int ID_ATTEMPTS = 3600;

  private final Catalog catalog;
  private final String name;
  private final InstanceConfig config;
  private final Encryption encryption;
  private final ObjectStore store;

  Instance(Catalog catalog, String name, InstanceConfig config, Encryption encryption) {
    this.catalog = catalog;
    this.name = name;
    this.config = config;
    this.encryption = encryption;
    this.store = encryption.store().with(traits(config));
  }

  private static ObjectTraits traits(InstanceConfig config) {
    return new ObjectTraits(
        config.effective(ConfigKey.S3_STORAGE_CLASS_DATA),
        config.effective(ConfigKey.S3_STORAGE_CLASS_WAL),
        config.effective(ConfigKey.S3_STORAGE_CLASS_METADATA),
        config.effective(ConfigKey.S3_SERVER_SIDE_ENCRYPTION),
        config.effective(ConfigKey.S3_KMS_KEY_ID),
        config.effective(ConfigKey.S3_TAGS));
  }

  Instance with(Encryption opened) {
    return new Instance(catalog, name, config, opened);
  }

  public String name() {
    return name;
  }

  public Catalog catalog() {
    return catalog;
  }

  public InstanceConfig config() {
    return config;
  }

  /// Where backups, WAL and all else of the instance lie; encrypted, where the instance is.
  public ObjectStore store() {
    return store;
  }

  /// Where the keys of the instance or of its encrypted catalog were found; none where nothing is
  /// encrypted.
  public KeySettings keys() {
    return encryption.keys();
  }

  /// False when the instance is encrypted and this process has public keys only.
  public boolean isReadable() {
    return encryption.readable();
  }

  /// The instance as it is now. Throws CatalogException when it was removed: to be asked once it is
  /// locked.
  public Instance reread() {
    return catalog.outline(name).with(encryption);
  }

  /// Throws CatalogException when the catalog or the instance is not there any more: its file
  /// system may have been unmounted, and what is written then lies elsewhere.
  public void requirePresent() {
    boolean encrypted = CatalogMarker.isEncrypted(catalog.store(), catalog.location());
    if (encrypted != catalog.isEncrypted()) {
      throw new CatalogException(
          "\"" + catalog.location() + "\" is not the catalog that it was",
          "Check what is mounted there.");
    }
    if (reread().config().systemIdentifier() != config.systemIdentifier()) {
      throw new IdentityException(
          "instance '" + name + "' in \"" + catalog.location() + "\" is not the one that it was",
          "Check what is mounted there.");
    }
  }

  /// Replaces the configuration file in one step.
  public Instance save(InstanceConfig changed) {
    catalog.saveConfig(name, changed);
    return new Instance(catalog, name, changed, encryption);
  }

  /// Keeps a little room, so that backups can be deleted when the disk is full. Throws
  /// StorageException when there is none to keep.
  public void keepReserve() {
    reserve().keep();
  }

  Reserve reserve() {
    return new Reserve(store(), catalog.backupFolder(name));
  }

  /// The archive of the instance's WAL.
  public WalArchive archive() {
    return new WalArchive(store(), catalog.walFolder(name));
  }

  /// The locks on this instance and its backups, for one command.
  public Locks locks(LockRequest request) {
    return catalog.locks(name, this::isGone, request);
  }

  private boolean isGone(LockTarget target) {
    ObjectKey backups = catalog.backupFolder(name);
    return switch (target) {
      case LockTarget.WholeInstance _ -> !catalog.exists(backups);
      case LockTarget.OneBackup(var id) -> !catalog.exists(backups.child(id.text()));
      case LockTarget.Retention _, LockTarget.Config _, LockTarget.Scheduled _, LockTarget.Keys _ ->
          false;
    };
  }

  /// Deletes what writers of the configuration and of WAL left unfinished before `limit`: they
  /// died. Returns how many files these were.
  public int sweep(Instant limit) {
    return store().sweep(catalog.backupFolder(name), limit)
        + store().sweep(catalog.walFolder(name), limit);
  }

  /// Every backup, whatever its status, newest first.
  public List<StoredBackup> backups() {
    return backupIds().stream().map(this::load).toList();
  }

  /// The IDs of all backups, newest first. Costs a listing; no control file is read.
  public List<BackupId> backupIds() {
    List<BackupId> ids = new ArrayList<>();
    for (String folder : store().list(catalog.backupFolder(name)).folders()) {
      if (BackupId.isBackupId(folder)) {
        ids.add(new BackupId(folder));
      }
    }
    ids.sort(Comparator.reverseOrder());
    return ids;
  }

  /// What came of the last run of a schedule; empty when there was none yet, or what was written
  /// about it cannot be read.
  public Optional<RunRecord> lastRun(String schedule) {
    return catalog.get(runs().child(schedule)).flatMap(RunRecord::parse);
  }

  /// Keeps what came of a schedule's run in place of what came of the one before.
  public void save(RunRecord run) {
    catalog.put(runs().child(run.schedule()), run.format());
  }

  private ObjectKey runs() {
    return catalog.backupFolder(name).child("runs");
  }

  /// The backup of that ID, empty when there is none.
  public Optional<StoredBackup> backup(BackupId id) {
    return catalog.exists(folder(id)) ? Optional.of(load(id)) : Optional.empty();
  }

  /// Registers a new backup and locks it: its ID is the first free one from the clock's second on,
  /// its control file is `control`. Another process that starts in the same second gets another ID.
  /// Nobody sees the control file while the backup is not locked.
  public NewBackup create(Instant now, BackupControl control, Locks locks) {
    for (int later = 0; later < ID_ATTEMPTS; later++) {
      BackupId id = BackupId.of(now.plusSeconds(later));
      Optional<HeldLock> lock =
          isFree(id)
              ? locks.tryAcquire(LockTarget.backup(id), LockMode.EXCLUSIVE)
              : Optional.empty();
      if (lock.isPresent()) {
        Optional<NewBackup> created = create(id, control, lock.get());
        if (created.isPresent()) {
          return created.get();
        }
      }
    }
    throw new CatalogException(
        "no free backup ID from " + BackupId.of(now) + " on", "Check the clock of this host.");
  }

  private boolean isFree(BackupId id) {
    return store().list(folder(id)).objects().isEmpty();
  }

  /// Keeps the lock only when the backup is new.
  private Optional<NewBackup> create(BackupId id, BackupControl control, HeldLock lock) {
    boolean created = false;
    try {
      byte[] text = control.format().getBytes(StandardCharsets.UTF_8);
      ObjectKey key = folder(id).child(StoredBackup.CONTROL);
      created = isFree(id) && SmallObjects.write(store(), key, text, PutMode.CREATE_NEW);
    } finally {
      if (!created) {
        lock.close();
      }
    }
    return created
        ? Optional.of(new NewBackup(new StoredBackup(this, id, folder(id), control), lock))
        : Optional.empty();
  }

  /// Registers a backup that nothing is written to any more, as [#create(Instant, BackupControl,
  /// Locks)] does, without keeping it locked.
  public StoredBackup create(Instant now, BackupControl control) {
    try (NewBackup created = create(now, control, locks(LockRequest.withoutWaiting("create")))) {
      return created.backup();
    }
  }

  /// Where a backup's files lie, or will.
  public ObjectKey folder(BackupId id) {
    return catalog.backupFolder(name).child(id.text());
  }

  private StoredBackup load(BackupId id) {
    return StoredBackup.load(this, id, folder(id));
  }
}
