package io.jbackup.catalog.retention;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A catalog with the instance `main`: one backup a day, one segment of WAL a day.
final class PurgeBed implements AutoCloseable, PurgeListener {
  static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  static final SegmentSize SIZE = new SegmentSize(16 << 20);

  final Path path;
  final Catalog catalog;
  final Instance instance;
  final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  final List<String> told = new ArrayList<>();
  Consumer<String> interrupt = event -> {};

  PurgeBed(Path path) {
    this(path, CatalogLocation.of(path));
  }

  PurgeBed(CatalogLocation.Bucket bucket) {
    this(Path.of("/nowhere"), bucket);
  }

  private PurgeBed(Path path, CatalogLocation location) {
    this.path = path;
    Catalog.init(location).close();
    catalog = Catalog.open(location, true);
    instance = catalog.addInstance("main", InstanceConfig.empty());
  }

  static Instant day(int day) {
    return Instant.parse("2026-11-01T03:00:00Z").plus(Duration.ofDays(day - 1));
  }

  static BackupId id(int day) {
    return BackupId.of(day(day));
  }

  StoredBackup backup(int day) {
    return backup(day, BackupStatus.OK);
  }

  StoredBackup backup(int day, BackupStatus status) {
    BackupControl control =
        BackupControl.empty()
            .with(ControlField.BACKUP_MODE, "FULL")
            .with(ControlField.STREAM, "true")
            .with(ControlField.TIMELINE_ID, 1)
            .with(ControlField.START_LSN, SIZE.startOf(day).plus(40).toString())
            .with(ControlField.STOP_LSN, SIZE.startOf(day).plus(500).toString())
            .with(ControlField.RECOVERY_TIME, day(day))
            .with(status);
    StoredBackup made = instance.create(day(day), control);
    write(made.key("base.tar"), "data");
    return made;
  }

  private void write(ObjectKey key, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    SmallObjects.write(catalog.store(), key, bytes, PutMode.REPLACE);
  }

  void wal(int first, int last) {
    for (int number = first; number <= last; number++) {
      file(new SegmentName(1, number).fileName(SIZE) + (number % 2 == 0 ? ".zst" : ""));
    }
  }

  void file(String name) {
    write(instance.archive().key(name), "wal");
  }

  /// The names of the archived files.
  List<String> archived() {
    return catalog.store().list(instance.archive().folder()).objects().stream()
        .map(object -> object.key().name())
        .toList();
  }

  List<String> backups() {
    return instance.backups().stream()
        .map(backup -> backup.id() + " " + backup.control().status())
        .toList();
  }

  Locks locks(String verb) {
    return instance.locks(new LockRequest(verb, Duration.ZERO, LockListener.NONE, clock));
  }

  Purge purge() {
    return new Purge(instance, locks("delete"), this, clock);
  }

  static RetentionRequest expired(int redundancy) {
    RetentionPolicy policy = new RetentionPolicy(redundancy, 0, 0, 0, 0, 0, 0);
    return new RetentionRequest(new Wish.Expired(), true, policy, ZoneOffset.UTC);
  }

  static RetentionRequest of(Wish wish) {
    return new RetentionRequest(wish, false, RetentionPolicy.NONE, ZoneOffset.UTC);
  }

  private void tell(String event) {
    told.add(event);
    interrupt.accept(event);
  }

  @Override
  public void planned(RetentionPlan plan) {
    tell("planned " + plan.deleted().size());
  }

  @Override
  public void deleting(BackupFacts backup) {
    tell("deleting " + backup.id());
  }

  @Override
  public void removed(int done, int total) {
    tell("removed " + done + "/" + total);
  }

  @Override
  public void info(String message) {
    tell(message);
  }

  @Override
  public void warning(String message) {
    tell(message);
  }

  @Override
  public void log(String message) {
    tell(message);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
