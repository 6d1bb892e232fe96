package io.jbackup.core.validate;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.backup.BackupRequest;
import io.jbackup.core.backup.RecordingLog;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/// A catalog with backups of one server, which are damaged and validated.
final class ValidateLab {
  final Path catalog;
  final Instance instance;
  final RecordingLog log = new RecordingLog();

  ValidateLab(Path directory, PostgresServer server) {
    catalog = directory.resolve("catalog");
    instance = BackupFixture.instance(catalog, server);
  }

  private ValidateLab(Path catalog, Instance instance) {
    this.catalog = catalog;
    this.instance = instance;
  }

  /// The same catalog with the configuration that it has now.
  ValidateLab again() {
    return new ValidateLab(catalog, instance.reread());
  }

  StoredBackup take(PostgresServer server, BackupRequest request) {
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

  Path file(BackupId id, String prefix) throws IOException {
    try (Stream<Path> files =
        Files.list(catalog.resolve("backups/" + BackupFixture.INSTANCE + "/" + id))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }

  /// A segment that ends with something else than zeros.
  String fullSegment() throws IOException {
    try (Stream<Path> files = Files.list(wal())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        byte[] bytes = Files.readAllBytes(file);
        String name = String.valueOf(file.getFileName());
        if (name.length() == 24 && bytes[bytes.length - 8192] != 0) {
          return name;
        }
      }
    }
    throw new AssertionError("no full segment");
  }

  Path wal() {
    return catalog.resolve("wal/" + BackupFixture.INSTANCE);
  }

  /// Inverts a bit at this part of a file, 0 to 1; doing it again mends it.
  static void flip(Path file, double part) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long at = (long) (bytes.length() * part);
      bytes.seek(at);
      int old = bytes.read();
      bytes.seek(at);
      bytes.write(old ^ 4);
    }
  }
}
