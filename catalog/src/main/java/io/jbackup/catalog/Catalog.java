package io.jbackup.catalog;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.Encryption;
import io.jbackup.catalog.crypt.KeyScope;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.crypt.Rotation;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.lock.FileLocks;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LeaseFolder;
import io.jbackup.catalog.lock.LeaseGuard;
import io.jbackup.catalog.lock.LeaseLocks;
import io.jbackup.catalog.lock.LeaseTimes;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.lock.NoLocks;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.LocalStore;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.catalog.store.s3.S3Stores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// All that jbackup keeps, under one backup path. Nothing is cached: every call sees what other
/// processes did meanwhile.
public final class Catalog implements AutoCloseable {
  private static final ObjectKey BACKUPS = new ObjectKey("backups");
  private static final ObjectKey WAL = new ObjectKey("wal");
  private static final ObjectKey LOCKS = new ObjectKey("locks");

  /// Where locks lie that belong to no instance: not a name that an instance can have.
  private static final String NO_INSTANCE = ".catalog";

  private final CatalogLocation location;
  private final LeaseGuard guard;
  private final ObjectStore store;
  private final InstanceKeys keys;

  /// A catalog that is not encrypted, or is not to be read.
  private Catalog(CatalogLocation location, LeaseGuard guard, ObjectStore store, KeySettings keys) {
    this.location = location;
    this.guard = guard;
    this.store = store;
    this.keys = new InstanceKeys(location, Encryption.none(store), false, keys);
  }

  private Catalog(CatalogLocation location, LeaseGuard guard, Encryption encryption) {
    this.location = location;
    this.guard = guard;
    this.store = encryption.store();
    this.keys = new InstanceKeys(location, encryption, true, encryption.keys());
  }

  /// The locks on an instance and its backups, for one command. `gone` tells whether what is locked
  /// was deleted.
  Locks locks(String instance, Predicate<LockTarget> gone, LockRequest request) {
    return switch (location) {
      case CatalogLocation.Directory(Path path) ->
          new FileLocks(instance, path.resolve(LOCKS.path()).resolve(instance), gone, request);
      case CatalogLocation.Bucket bucket when bucket.asOf().isPresent() -> new NoLocks();
      case CatalogLocation.Bucket _ ->
          new LeaseLocks(
              instance,
              LOCKS.child(instance),
              store,
              store.swaps().orElseThrow(),
              guard,
              gone,
              request,
              LeaseTimes.STANDARD);
    };
  }

  /// Creates an empty catalog in a directory that is new or empty.
  public static Catalog init(Path path) {
    return init(CatalogLocation.of(path));
  }

  /// Creates an empty catalog in a directory that is new or empty, or below a prefix of a bucket
  /// that nothing lies below.
  public static Catalog init(CatalogLocation location) {
    return init(location, KeySettings.NONE);
  }

  /// As [#init(CatalogLocation)]; with keys everything in the catalog is encrypted. The catalog
  /// that is returned is not to be written to.
  public static Catalog init(CatalogLocation location, KeySettings keys) {
    return switch (location) {
      case CatalogLocation.Directory(Path path) -> {
        NewCatalog.createFolders(path);
        Catalog catalog = new Catalog(location, new LeaseGuard(), new LocalStore(path, true), keys);
        CatalogMarker.write(catalog.store, keys);
        yield catalog;
      }
      case CatalogLocation.Bucket bucket -> initBucket(bucket, keys);
    };
  }

  private static Catalog initBucket(CatalogLocation.Bucket bucket, KeySettings keys) {
    LeaseGuard guard = new LeaseGuard();
    Catalog catalog = new Catalog(bucket, guard, openStore(bucket, guard), keys);
    boolean done = false;
    try {
      NewCatalog.requireEmpty(catalog.store, bucket);
      CatalogMarker.write(catalog.store, keys);
      done = true;
      return catalog;
    } finally {
      if (!done) {
        catalog.close();
      }
    }
  }

  private static ObjectStore openStore(CatalogLocation.Bucket bucket, LeaseGuard guard) {
    return bucket
        .asOf()
        .map(time ->
            S3Stores.openAsOf(
                bucket.name(), bucket.prefix(), bucket.settings(), System.getenv(), time))
        .orElseGet(() ->
            S3Stores.open(
                bucket.name(),
                bucket.prefix(),
                bucket.settings(),
                System.getenv(),
                bucket.patience(),
                guard::requireHeld));
  }

  /// Opens a catalog. With `sync` false nothing that is written through it is forced to disk.
  public static Catalog open(Path path, boolean sync) {
    return open(CatalogLocation.of(path), sync);
  }

  /// Opens a catalog. With `sync` false nothing that is written to a directory is forced to disk.
  public static Catalog open(CatalogLocation location, boolean sync) {
    return open(location, sync, KeySettings.of(System.getenv()));
  }

  /// As [#open(CatalogLocation, boolean)]; an encrypted catalog, and encrypted instances of one
  /// that is not encrypted, are opened with these keys.
  public static Catalog open(CatalogLocation location, boolean sync, KeySettings keys) {
    LeaseGuard guard = new LeaseGuard();
    ObjectStore store = openStore(location, sync, guard);
    boolean done = false;
    try {
      Catalog catalog =
          CatalogMarker.isEncrypted(store, location)
              ? new Catalog(location, guard, Encryption.open(store, KeyScope.CATALOG, keys))
              : new Catalog(location, guard, store, keys);
      done = true;
      return catalog;
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  private static ObjectStore openStore(CatalogLocation location, boolean sync, LeaseGuard guard) {
    // Not a switch over the types: its bootstrap costs archive-push as much as a request.
    return location instanceof CatalogLocation.Bucket bucket
        ? openStore(bucket, guard)
        : openDirectory(location.directory().orElseThrow(), sync);
  }

  /// Wraps the data keys of an encrypted catalog, or of an encrypted instance, anew for the key and
  /// the recipients that `wanted` names. Returns their number.
  public static int rotate(
      CatalogLocation location, KeyScope scope, KeySettings current, KeySettings wanted) {
    LeaseGuard guard = new LeaseGuard();
    try (Catalog catalog =
        new Catalog(location, guard, openStore(location, true, guard), KeySettings.NONE)) {
      catalog.requireOwnKey(scope);
      Locks locks =
          catalog.locks(
              scope.instance().orElse(NO_INSTANCE),
              _ -> false,
              LockRequest.withoutWaiting("rotate-key"));
      try (HeldLock _ = locks.acquire(LockTarget.keys(), LockMode.EXCLUSIVE)) {
        return Rotation.rotate(catalog.store, scope, current, wanted);
      }
    }
  }

  private void requireOwnKey(KeyScope scope) {
    boolean whole = CatalogMarker.isEncrypted(store, location);
    if (scope.instance().isPresent() && whole) {
      throw new UsageException(
          "the catalog \"" + location + "\" is encrypted as a whole",
          "Leave out --instance: all instances get the new key.");
    }
    boolean encrypted =
        scope.instance().map(name -> outline(name).config().isEncrypted()).orElse(whole);
    if (!encrypted) {
      throw new CatalogException(
          scope + " in \"" + location + "\" is not encrypted",
          "\"jbackup init --encrypt\" makes an encrypted catalog, \"jbackup add-instance"
              + " --encrypt\" an encrypted instance, whose key is changed with --instance.");
    }
  }

  private static ObjectStore openDirectory(Path path, boolean sync) {
    if (!Files.isDirectory(path)) {
      throw new CatalogException(
          "There is no backup catalog in \"" + path + "\": no such directory",
          "Create it with: jbackup init -B \"" + path + "\"");
    }
    return new LocalStore(path, sync);
  }

  public CatalogLocation location() {
    return location;
  }

  /// What belongs to an encrypted instance is read and written by [Instance#store()] alone.
  public ObjectStore store() {
    return store;
  }

  /// The names of all instances, in ascending order.
  public List<String> instances() {
    return store.list(BACKUPS).folders();
  }

  /// An instance that exists; its configuration is read and checked. Throws CatalogException when
  /// it is encrypted and its key is missing or wrong, and when a key was given and it is not
  /// encrypted.
  public Instance instance(String name) {
    Instance found = outline(name);
    return found.with(keys.exactly(name, found.config()));
  }

  /// As [#instance(String)], for work on several instances: a key may be there that only others
  /// need.
  public Instance anyInstance(String name) {
    Instance found = outline(name);
    return found.with(keys.atLeast(name, found.config()));
  }

  /// As [#instance(String)], without a key where the instance has its own: to be asked for backups,
  /// their control files, drills and what else is not encrypted.
  public Instance outline(String name) {
    requireName(name);
    String text =
        get(configKey(name))
            .orElseThrow(() ->
                new CatalogException(
                    "Instance '" + name + "' does not exist in this backup catalog",
                    "Known instances: "
                        + (instances().isEmpty() ? "none" : String.join(", ", instances()))
                        + ". Add one with \"jbackup add-instance\"."));
    InstanceConfig config = InstanceConfig.parse(text, store.describe(configKey(name)));
    return new Instance(this, name, config, keys.ofCatalog());
  }

  /// Whether everything in the catalog is encrypted.
  public boolean isEncrypted() {
    return keys.whole();
  }

  /// Creates an instance, encrypted with the keys that the catalog was opened with where the
  /// configuration says so. Fails when there is one of that name, or WAL of one.
  public Instance addInstance(String name, InstanceConfig config) {
    requireNew(name, config);
    Locks locks = locks(name, _ -> false, LockRequest.withoutWaiting("add-instance"));
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.EXCLUSIVE)) {
      // Another process may have been quicker.
      requireNew(name, config);
      location
          .directory()
          .ifPresent(path -> NewCatalog.createFolders(path, WAL.child(name), BACKUPS.child(name)));
      Encryption encryption = keys.create(name, config);
      saveConfig(name, config);
      return new Instance(this, name, config, encryption);
    }
  }

  /// Throws UsageException for a name that no instance can have, CatalogException when there is one
  /// of that name, or WAL of one, or when the keys do not fit what its configuration says of
  /// encryption.
  public void requireNew(String name, InstanceConfig config) {
    requireName(name);
    keys.requireNew(name, config);
    refuseExisting(name, "backup", BACKUPS.child(name));
    refuseExisting(name, "WAL archive", WAL.child(name));
  }

  private void refuseExisting(String name, String kind, ObjectKey folder) {
    if (exists(folder)) {
      throw new CatalogException(
          "Instance '"
              + name
              + "' "
              + kind
              + " directory already exists: '"
              + store.describe(folder)
              + "'",
          "Choose another name, or remove the instance with \"jbackup del-instance\".");
    }
  }

  boolean exists(ObjectKey folder) {
    Optional<Path> directory = location.directory();
    if (directory.isPresent()) {
      return Files.exists(directory.get().resolve(folder.path()));
    }
    Listing listing = store.list(folder);
    return !listing.objects().isEmpty() || !listing.folders().isEmpty();
  }

  /// Removes an instance with its backups, its WAL and its configuration, which goes last. Before
  /// anything is removed every backup says DELETING, so that what a crash leaves is no backup.
  public void deleteInstance(String name) {
    Instance instance = instance(name);
    for (StoredBackup backup : instance.backups()) {
      if (backup.problem().isEmpty()) {
        backup.saveAnyway(backup.control().with(BackupStatus.DELETING));
      }
    }
    ObjectStore all = instance.store();
    for (String id : all.list(BACKUPS.child(name)).folders()) {
      all.deleteFolder(BACKUPS.child(name).child(id));
    }
    all.deleteFolder(WAL.child(name));
    if (location.directory().isEmpty()) {
      LeaseFolder.clear(store, LOCKS.child(name));
    }
    all.deleteFolder(BACKUPS.child(name));
  }

  void saveConfig(String name, InstanceConfig config) {
    put(configKey(name), config.format());
  }

  ObjectKey backupFolder(String instance) {
    return BACKUPS.child(instance);
  }

  ObjectKey walFolder(String instance) {
    return WAL.child(instance);
  }

  private static ObjectKey configKey(String name) {
    return BACKUPS.child(name).child("jbackup.conf");
  }

  private static boolean isName(String name) {
    boolean valid = !name.isEmpty() && name.charAt(0) != '.' && name.charAt(0) != '-';
    for (int i = 0; i < name.length() && valid; i++) {
      char c = name.charAt(i);
      valid =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || (c == '_' || c == '.' || c == '-');
    }
    return valid;
  }

  private static void requireName(String name) {
    if (!isName(name)) {
      throw new UsageException(
          "invalid instance name \"" + name + "\"",
          "Use letters, digits, and the characters _ . - ; begin with a letter, a digit or _.");
    }
  }

  /// A small object's text, empty when there is none.
  Optional<String> get(ObjectKey key) {
    return SmallObjects.read(store, key);
  }

  /// Replaces a small object in one step.
  void put(ObjectKey key, String text) {
    SmallObjects.write(store, key, text.getBytes(StandardCharsets.UTF_8), PutMode.REPLACE);
  }

  @Override
  public void close() {
    store.close();
  }
}
