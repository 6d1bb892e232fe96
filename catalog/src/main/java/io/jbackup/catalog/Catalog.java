package io.jbackup.catalog;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.Encryption;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.crypt.Rotation;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.lock.FileLocks;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LeaseGuard;
import io.jbackup.catalog.lock.LeaseLocks;
import io.jbackup.catalog.lock.LeaseTimes;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.lock.NoLocks;
import io.jbackup.catalog.store.GuardedStore;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.LocalStore;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.store.s3.S3Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
  private final LeaseGuard guard = new LeaseGuard();
  private final ObjectStore store;
  private final KeySettings keys;
  private final boolean readable;

  private Catalog(CatalogLocation location, ObjectStore store) {
    this(location, store, KeySettings.NONE, true);
  }

  private Catalog(CatalogLocation location, ObjectStore store, KeySettings keys, boolean readable) {
    this.location = location;
    this.store = store.swaps().isEmpty() ? store : new GuardedStore(store, guard::requireHeld);
    this.keys = keys;
    this.readable = readable;
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
      case CatalogLocation.Directory(Path path) -> initDirectory(path, keys);
      case CatalogLocation.Bucket bucket -> initBucket(bucket, keys);
    };
  }

  private static Catalog initBucket(CatalogLocation.Bucket bucket, KeySettings keys) {
    Catalog catalog = new Catalog(bucket, openStore(bucket));
    boolean done = false;
    try {
      Listing listing = catalog.store.list(ObjectKey.ROOT);
      if (!listing.objects().isEmpty() || !listing.folders().isEmpty()) {
        throw notEmpty(bucket.toString());
      }
      CatalogMarker.write(catalog.store, keys);
      done = true;
      return catalog;
    } finally {
      if (!done) {
        catalog.close();
      }
    }
  }

  private static ObjectStore openStore(CatalogLocation.Bucket bucket) {
    return bucket
        .asOf()
        .map(time ->
            S3Stores.openAsOf(
                bucket.name(), bucket.prefix(), bucket.settings(), System.getenv(), time))
        .orElseGet(() ->
            S3Stores.open(bucket.name(), bucket.prefix(), bucket.settings(), System.getenv()));
  }

  private static Catalog initDirectory(Path path, KeySettings keys) {
    try {
      if (Files.isDirectory(path)) {
        requireEmpty(path);
      } else {
        createDirectories(path);
      }
      for (String folder : List.of("backups", "wal", "locks", "log")) {
        createDirectories(path.resolve(folder));
      }
    } catch (IOException e) {
      throw StorageFailures.of("create the backup catalog", path, e);
    }
    Catalog catalog = new Catalog(CatalogLocation.of(path), new LocalStore(path, true));
    CatalogMarker.write(catalog.store, keys);
    return catalog;
  }

  private static void requireEmpty(Path path) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      if (entries.iterator().hasNext()) {
        throw notEmpty(path.toString());
      }
    }
  }

  private static CatalogException notEmpty(String where) {
    return new CatalogException(
        "The backup catalog already exists and is not empty: \"" + where + "\"",
        "Use it as it is, or name an empty or new directory with -B.");
  }

  private static void createDirectories(Path path) throws IOException {
    Files.createDirectories(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// Opens a catalog. With `sync` false nothing that is written through it is forced to disk.
  public static Catalog open(Path path, boolean sync) {
    return open(CatalogLocation.of(path), sync);
  }

  /// Opens a catalog. With `sync` false nothing that is written to a directory is forced to disk.
  public static Catalog open(CatalogLocation location, boolean sync) {
    return open(location, sync, KeySettings.of(System.getenv()));
  }

  /// As [#open(CatalogLocation, boolean)]; an encrypted catalog is opened with these keys.
  public static Catalog open(CatalogLocation location, boolean sync, KeySettings keys) {
    ObjectStore store = openStore(location, sync);
    boolean done = false;
    try {
      Catalog catalog;
      if (CatalogMarker.isEncrypted(store, location)) {
        Encryption encryption = Encryption.open(store, keys);
        catalog = new Catalog(location, encryption.store(), keys, encryption.readable());
      } else {
        if (!keys.isEmpty()) {
          Encryption.requireNone(keys, location.toString());
        }
        catalog = new Catalog(location, store);
      }
      done = true;
      return catalog;
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  private static ObjectStore openStore(CatalogLocation location, boolean sync) {
    return switch (location) {
      case CatalogLocation.Directory(Path path) -> openDirectory(path, sync);
      case CatalogLocation.Bucket bucket -> openStore(bucket);
    };
  }

  /// Wraps the data keys of an encrypted catalog anew, for the key and the recipients that `wanted`
  /// names. Returns their number.
  public static int rotate(CatalogLocation location, KeySettings current, KeySettings wanted) {
    LockRequest request = LockRequest.withoutWaiting("rotate-key");
    try (Catalog catalog = new Catalog(location, openStore(location, true))) {
      if (!CatalogMarker.isEncrypted(catalog.store, location)) {
        throw new CatalogException(
            "the catalog \"" + location + "\" is not encrypted",
            "\"jbackup init --encrypt\" makes an encrypted one.");
      }
      Locks locks = catalog.locks(NO_INSTANCE, _ -> false, request);
      try (HeldLock _ = locks.acquire(LockTarget.keys(), LockMode.EXCLUSIVE)) {
        return Rotation.rotate(catalog.store, current, wanted);
      }
    }
  }

  /// Where the keys of the encrypted catalog were found; none for one that is not encrypted.
  public KeySettings keys() {
    return keys;
  }

  /// False when the catalog is encrypted and this process has public keys only.
  public boolean isReadable() {
    return readable;
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

  public ObjectStore store() {
    return store;
  }

  /// The names of all instances, in ascending order.
  public List<String> instances() {
    return store.list(BACKUPS).folders();
  }

  /// An instance that exists; its configuration is read and checked.
  public Instance instance(String name) {
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
    return new Instance(this, name, config);
  }

  /// Creates an instance. Fails when there is one of that name, or WAL of one.
  public Instance addInstance(String name, InstanceConfig config) {
    requireNew(name);
    location.directory().ifPresent(path -> createFolders(path, name));
    saveConfig(name, config);
    return new Instance(this, name, config);
  }

  private static void createFolders(Path path, String name) {
    try {
      createDirectories(path.resolve(WAL.child(name).path()));
      createDirectories(path.resolve(BACKUPS.child(name).path()));
    } catch (IOException e) {
      throw StorageFailures.of("create the instance", path, e);
    }
  }

  /// Throws UsageException for a name that no instance can have, CatalogException when there is one
  /// of that name, or WAL of one.
  public void requireNew(String name) {
    requireName(name);
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
    for (StoredBackup backup : instance(name).backups()) {
      if (backup.problem().isEmpty()) {
        backup.saveAnyway(backup.control().with(BackupStatus.DELETING));
      }
    }
    for (String id : store.list(BACKUPS.child(name)).folders()) {
      store.deleteFolder(BACKUPS.child(name).child(id));
    }
    store.deleteFolder(WAL.child(name));
    store.deleteFolder(BACKUPS.child(name));
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
