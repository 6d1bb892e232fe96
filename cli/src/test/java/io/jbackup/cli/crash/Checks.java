package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.Progress;
import io.jbackup.core.verify.DataVerification;
import io.jbackup.core.verify.WalVerification;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What must hold of a catalog whatever happened to it, found out without the program's own words:
/// by reading the catalog.
final class Checks {
  private final Lab lab;
  private final Site site;
  private final Set<String> verified = new HashSet<>();
  private final Set<String> compared = new HashSet<>();

  Checks(Lab lab, Site site) {
    this.lab = lab;
    this.site = site;
  }

  /// Nothing that says OK or DONE is anything else, nothing is locked, nothing archived is lost.
  void run() throws Exception {
    try (Catalog catalog = site.open()) {
      for (String name : catalog.instances()) {
        Instance instance = catalog.instance(name);
        requireUnlocked(instance, LockTarget.wholeInstance());
        for (StoredBackup backup : instance.backups()) {
          requireUnlocked(instance, LockTarget.backup(backup.id()));
          requireWhole(backup);
        }
      }
    }
    if (site == lab.main) {
      requireArchived("main", lab.archived());
    }
  }

  /// What was verified once is not read again: nothing stored changes.
  private void requireWhole(StoredBackup backup) {
    String name = backup.folder().path();
    BackupStatus status = backup.control().status();
    if ((status == BackupStatus.OK || status == BackupStatus.DONE) && verified.add(name)) {
      new WalVerification(backup).run();
      new DataVerification(backup, 1, Progress.NONE).run();
    }
  }

  /// Reads everything again.
  void runAll() throws Exception {
    verified.clear();
    compared.clear();
    run();
  }

  void requireVerified(String id) throws Exception {
    try (Catalog catalog = site.open()) {
      StoredBackup newest = catalog.instance("main").backups().getFirst();
      assertThat(newest.id().text()).isEqualTo(id);
      assertThat(newest.control().status()).isEqualTo(BackupStatus.OK);
      requireWhole(newest);
    }
  }

  BackupStatus newest() {
    try (Catalog catalog = site.open()) {
      return catalog.instance("main").backups().getFirst().control().status();
    }
  }

  long good() {
    try (Catalog catalog = site.open()) {
      return catalog.instance("main").backups().stream()
          .filter(backup -> backup.control().status() == BackupStatus.OK)
          .count();
    }
  }

  String oldestGood() {
    try (Catalog catalog = site.open()) {
      return catalog.instance("main").backups().reversed().stream()
          .filter(backup -> backup.control().status() == BackupStatus.OK)
          .findFirst()
          .orElseThrow()
          .id()
          .text();
    }
  }

  Set<BackupStatus> statuses() {
    try (Catalog catalog = site.open()) {
      return catalog.instance("main").backups().stream()
          .map(backup -> backup.control().status())
          .collect(Collectors.toSet());
    }
  }

  private static void requireUnlocked(Instance instance, LockTarget target) {
    Locks locks = instance.locks(LockRequest.withoutWaiting("test"));
    assertThat(locks.owners(target)).isEmpty();
    try (HeldLock _ = locks.acquire(target, LockMode.EXCLUSIVE)) {
      assertThat(locks.owners(target)).hasSize(1);
    }
  }

  /// Each file is in the archive, as it is in the server's pg_wal.
  void requireArchived(String instance, List<String> names) throws Exception {
    try (Catalog catalog = site.open()) {
      WalArchive archive = catalog.instance(instance).archive();
      for (String name : names) {
        Path source = lab.pgWal().resolve(name);
        if (Files.exists(source) && compared.add(instance + "/" + name)) {
          ArchivedFile file = archive.find(name).orElseThrow(() -> lost(instance, name));
          try (InputStream stored = archive.open(file)) {
            assertThat(stored.readAllBytes()).as(name).isEqualTo(Files.readAllBytes(source));
          }
        }
      }
    }
  }

  private static AssertionError lost(String instance, String name) {
    return new AssertionError(name + " was reported as archived and is not in " + instance);
  }
}
