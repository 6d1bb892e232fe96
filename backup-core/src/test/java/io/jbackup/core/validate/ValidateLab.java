package io.jbackup.core.validate;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.backup.BackupRequest;
import io.jbackup.core.backup.RecordingLog;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A catalog with backups of one server, which are damaged and validated.
final class ValidateLab implements AutoCloseable {
  final Instance instance;
  final RecordingLog log = new RecordingLog();
  private final PostgresServer server;
  private @Nullable SegmentCourier courier;

  ValidateLab(Catalog catalog, PostgresServer server) {
    this(BackupFixture.instance(catalog, server), server);
  }

  private ValidateLab(Instance instance, PostgresServer server) {
    this.instance = instance;
    this.server = server;
  }

  /// The same catalog with the configuration that it has now.
  ValidateLab again() {
    return new ValidateLab(instance.reread(), server);
  }

  /// From now on what the server puts into a directory is archived.
  void archiveFrom(Path segments) {
    courier = new SegmentCourier(segments, instance.archive());
  }

  void awaitArchived(String segment) {
    SegmentCourier.await(() -> instance.archive().find(segment).isPresent());
  }

  StoredBackup take(BackupRequest request) {
    return BackupFixture.backup(instance, server, new RecordingLog()).run(request).backup();
  }

  Locks locks(String verb) {
    return instance.locks(LockRequest.withoutWaiting(verb));
  }

  ValidationSummary validate() {
    return validate(new ValidateRequest(Optional.empty(), 2, true));
  }

  ValidationSummary validate(ValidateRequest request) {
    log.lines().clear();
    return new ValidateInstance(instance, locks("validate"), log, Progress.NONE, Clock.systemUTC())
        .run(request);
  }

  BackupControl control(BackupId id) {
    return instance.backup(id).orElseThrow().control();
  }

  ObjectKey file(BackupId id, String prefix) {
    ObjectKey folder = instance.backup(id).orElseThrow().folder();
    return store().list(folder).objects().stream()
        .map(ObjectInfo::key)
        .filter(key -> key.name().startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  /// The key of an archived segment.
  ObjectKey wal(String name) {
    return instance.archive().key(name);
  }

  /// A segment that ends with something else than zeros.
  String fullSegment() {
    return instance.archive().list().stream()
        .map(file -> file.name())
        .filter(name -> name.length() == 24)
        .filter(name -> {
          byte[] bytes = read(wal(name));
          return bytes[bytes.length - 8192] != 0;
        })
        .findFirst()
        .orElseThrow();
  }

  private ObjectStore store() {
    return instance.catalog().store();
  }

  /// How messages call an object.
  String describe(ObjectKey key) {
    return store().describe(key);
  }

  byte[] read(ObjectKey key) {
    try (ObjectReader reader = store().open(key).orElseThrow()) {
      byte[] bytes = new byte[Math.toIntExact(reader.size())];
      reader.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }

  void write(ObjectKey key, byte[] bytes) {
    SmallObjects.write(store(), key, bytes, PutMode.REPLACE);
  }

  void delete(ObjectKey key) {
    store().delete(List.of(key));
  }

  /// Inverts a bit at this part of an object, 0 to 1; doing it again mends it.
  void flip(ObjectKey key, double part) {
    byte[] bytes = read(key);
    bytes[(int) (bytes.length * part)] ^= 4;
    write(key, bytes);
  }

  @Override
  public void close() {
    if (courier != null) {
      courier.close();
    }
    instance.catalog().close();
  }
}
