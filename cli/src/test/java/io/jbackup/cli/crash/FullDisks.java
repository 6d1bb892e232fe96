package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.cli.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// The file system that is written to has no space left at some moment. Room is made, and the same
/// command works.
final class FullDisks {
  private static final int STORAGE = 11;
  private static final int ROOM = 200 << 20;

  private final Lab lab;

  FullDisks(Lab lab) {
    this.lab = lab;
  }

  String backup(Random random) throws Exception {
    try (Disk disk = Disk.inMemory(lab.fresh("disk"), (1 << 20) + random.nextInt(21 << 20))) {
      Site site = lab.site(disk);
      site.init();
      site.fail(STORAGE, Site.BACKUP);
      BackupStatus status = site.checks().newest();
      assertThat(status).isIn(BackupStatus.ERROR, BackupStatus.RUNNING);
      site.checks().run();
      disk.grow(ROOM);
      site.nextBackup();
      return status.name();
    }
  }

  String push(Random random) throws Exception {
    String segment = lab.segment();
    try (Disk disk = Disk.inMemory(lab.fresh("disk"), 8 << 20)) {
      Site site = lab.site(disk);
      site.init();
      String[] words = KilledArchiving.push(lab, "main", segment, "none");
      disk.fill(random.nextInt(1_000_000));
      site.fail(STORAGE, words);
      assertThat(site.place().names("wal/main")).isEmpty();
      disk.free();
      site.succeed(words);
      site.checks().requireArchived("main", List.of(segment));
      return "refused, then archived";
    }
  }

  String get(Random random) throws Exception {
    String segment = lab.segment();
    lab.server.awaitArchived(segment);
    try (Disk disk = Disk.inMemory(lab.fresh("disk"), 4 << 20)) {
      Path target = disk.path().resolve("RECOVERYXLOG");
      String[] words = KilledArchiving.get("main", segment, target);
      disk.fill(random.nextInt(1_000_000));
      Site.Outcome outcome = lab.main.run(words);
      assertThat(outcome.exit()).as(outcome.output()).isGreaterThanOrEqualTo(126);
      assertThat(Victim.names(disk.path())).containsExactly("filler");
      disk.free();
      lab.main.succeed(words);
      assertThat(target).hasSameBinaryContentAs(lab.pgWal().resolve(segment));
      return "refused, then delivered";
    }
  }

  String setConfig(Random random) throws Exception {
    try (Disk disk = Disk.inMemory(lab.fresh("disk"), 1 << 20)) {
      Site site = lab.site(disk);
      site.init();
      String before = config(site).format();
      String[] words = {
        "set-config", "--instance=main", "--pgport=" + (1000 + random.nextInt(999))
      };
      disk.fill(0);
      site.fail(STORAGE, words);
      assertThat(config(site).format()).isEqualTo(before);
      disk.free();
      site.checks().run();
      site.succeed(words);
      assertThat(config(site).format()).isNotEqualTo(before);
      return "refused, then stored";
    }
  }

  private static InstanceConfig config(Site site) {
    try (Catalog catalog = site.open()) {
      return catalog.instance("main").config();
    }
  }

  /// Somebody else's files take the room that was there when the restore began.
  String restore(Random random) throws Exception {
    Site site = lab.main;
    long mark = lab.mark();
    site.nextBackup();
    try (Disk disk = Disk.inMemory(lab.fresh("disk"), ROOM)) {
      Path data = disk.path().resolve("data");
      try (Program program = site.start("restore", "--instance=main", "-D", data.toString())) {
        int files = 1 + random.nextInt(800);
        Victim.await(program, () -> Victim.files(data) >= files, 0);
        disk.fill(0);
        if (program.exit() == 0) {
          throw new Tally.Missed("it was faster than the disk was full");
        }
        assertThat(program.output()).contains("No space left on device").contains("HINT: ");
      }
      disk.free();
      new Restored(lab).requireDoesNotStart(data);
      Path again = disk.path().resolve("again");
      site.succeed("restore", "--instance=main", "-D", again.toString());
      new Restored(lab).requireStarts(again, mark);
      return "does not start";
    }
  }

  /// Deleting is what the operator does about it, so it has to work there.
  String delete(Random random) throws Exception {
    try (Disk disk = Disk.inMemory(lab.fresh("disk"), ROOM)) {
      Site site = lab.site(disk);
      site.init();
      String expired = site.nextBackup();
      String kept = site.nextBackup();
      disk.fill(random.nextInt(3) * 100);
      site.succeed("delete", "--instance=main", "-i", expired);
      assertThat(site.place().names(Site.BACKUPS)).contains(kept).doesNotContain(expired);
      site.checks().runAll();
      return "deleted";
    }
  }
}
