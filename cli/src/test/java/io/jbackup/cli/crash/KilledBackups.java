package io.jbackup.cli.crash;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.cli.Program;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// backup dies by kill -9.
final class KilledBackups {
  private static final int BASE_BYTES = 22 << 20;
  static final String[] SLOW = {
    "backup",
    "--instance=main",
    "-b",
    "full",
    "--stream",
    "--temp-slot",
    "--max-rate=16MB",
    "--no-validate"
  };

  private final Lab lab;
  private final Site site;

  KilledBackups(Lab lab) {
    this.lab = lab;
    this.site = lab.main;
  }

  String whileItCopies(Random random) throws Exception {
    NewBackup backup = new NewBackup(site);
    try (Program program = site.start(Site.BACKUP)) {
      site.kill(program, backup.written("base.tar", random.nextInt(BASE_BYTES)), 0);
    }
    return aftermath();
  }

  String whileItStreamsWal(Random random) throws Exception {
    NewBackup backup = new NewBackup(site);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(done));
    try (Program program = site.start(SLOW)) {
      long bytes = random.nextInt(3) * (1L << 20);
      site.kill(program, backup.written("pg_wal.tar", bytes), random.nextLong(5_000_000));
    } finally {
      done.set(true);
      writing.join();
    }
    return aftermath();
  }

  private void write(AtomicBoolean done) {
    try {
      while (!done.get()) {
        lab.writeWal(50_000);
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException("the server does not write WAL", e);
    }
  }

  /// The data are there; the control file does not say so yet, or not everything.
  String betweenDataAndControlFile(Random random) throws Exception {
    NewBackup backup = new NewBackup(site);
    List<Victim.Moment> moments =
        List.of(
            backup.finished("base.tar"),
            backup.finished("backup_manifest"),
            backup.finished("pg_wal.tar"),
            backup.finished("index"),
            backup.says("stop-lsn"),
            backup.says("status = DONE"));
    try (Program program = site.start(Site.BACKUP)) {
      Victim.Moment moment = moments.get(random.nextInt(moments.size()));
      site.kill(program, moment, random.nextLong(3_000_000));
    }
    return aftermath();
  }

  /// Nothing may be in the way of the next backup, and no slot may hold WAL.
  private String aftermath() throws Exception {
    BackupStatus status = site.checks().newest();
    site.checks().run();
    lab.server.await("select not exists (select from pg_replication_slots)");
    site.nextBackup();
    return status.name();
  }
}
