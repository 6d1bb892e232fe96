package io.jbackup.catalog.lock;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.InstanceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A catalog with the instance `main`, and what its listener was told.
final class LockBed implements AutoCloseable, LockListener {
  static final BackupId BACKUP = BackupId.of(Instant.parse("2026-11-22T01:44:59Z"));

  final Path path;
  final Catalog catalog;
  final Instance instance;
  final List<String> told = new ArrayList<>();

  LockBed(Path path) {
    this.path = path;
    Catalog.init(path).close();
    catalog = Catalog.open(path, true);
    instance = catalog.addInstance("main", InstanceConfig.empty());
  }

  void createBackup() {
    instance.create(BACKUP.start(), BackupControl.empty());
  }

  /// Without waiting.
  Locks locks() {
    return locks(Duration.ZERO);
  }

  Locks locks(Duration timeout) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-22T03:00:00Z"), ZoneOffset.UTC);
    return instance.locks(new LockRequest("test", timeout, this, clock));
  }

  Path folder() {
    return path.resolve("locks/main");
  }

  /// Without the lock file of the instance, which was locked when it was added.
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder().relativize(file).toString())
          .filter(name -> !name.equals("instance.lock"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void waiting(String what, List<LockOwner> owners, Duration waited) {
    told.add("waiting for " + what + " of " + owners);
  }

  @Override
  public void detail(String message) {
    told.add(message);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
