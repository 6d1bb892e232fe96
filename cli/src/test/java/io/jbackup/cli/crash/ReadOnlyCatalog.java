package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.cli.Program;
import java.nio.file.Path;
import java.util.Random;

/// The catalog's file system turns read-only while a backup is written, as Linux does to a damaged
/// one.
final class ReadOnlyCatalog {
  private static final int STORAGE = 11;

  private final Lab lab;

  ReadOnlyCatalog(Lab lab) {
    this.lab = lab;
  }

  String backup(Random random) throws Exception {
    try (Disk disk = Disk.breakable(lab.fresh("disk"), 120)) {
      Site site = lab.site(disk);
      site.init();
      long mark = lab.mark();
      String good = site.nextBackup();
      if (disk.breaks()) {
        cut(disk, site, random);
      } else {
        disk.turnReadOnly();
      }
      BackupStatus status = site.checks().newest();
      requireReadable(site, good, mark);
      requireNotWritable(site);
      disk.repair();
      site.checks().runAll();
      site.nextBackup();
      return status.name();
    }
  }

  private static void cut(Disk disk, Site site, Random random) throws Exception {
    NewBackup backup = new NewBackup(site);
    try (Program program = site.start(Site.BACKUP)) {
      Victim.await(program, backup.written("base.tar", random.nextInt(22 << 20)), 0);
      disk.turnReadOnly();
      assertThat(program.exit()).as(program.output()).isEqualTo(STORAGE);
      assertThat(program.output()).contains("Read-only file system").contains("HINT: ");
    }
    assertThat(site.checks().newest()).isIn(BackupStatus.ERROR, BackupStatus.RUNNING);
  }

  private void requireReadable(Site site, String id, long mark) throws Exception {
    assertThat(site.succeed("show", "--instance=main")).contains(id);
    Path data = lab.fresh("restored");
    site.succeed("restore", "--instance=main", "-i", id, "-D", data.toString());
    new Restored(lab).requireStarts(data, mark);
  }

  private void requireNotWritable(Site site) throws Exception {
    site.fail(STORAGE, "set-config", "--instance=main", "--pgport=5999");
    site.fail(STORAGE, KilledArchiving.push(lab, "main", lab.segment(), "zstd"));
    site.fail(STORAGE, "del-instance", "--instance=main");
    site.fail(STORAGE, "delete", "--instance=main", "--expired", "--retention-redundancy=1");
    site.fail(STORAGE, Site.BACKUP);
  }
}
