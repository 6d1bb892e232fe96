package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.cli.Program;
import java.util.List;
import java.util.Random;

/// delete dies by kill -9, in a catalog of its own that has the main site's backups and WAL.
final class KilledDeletes {
  static final int BACKUPS = 4;
  private static final String WAL = "wal/main";
  private static final SegmentSize SIZE = new SegmentSize(1 << 20);
  private static final String[] DELETE = {
    "delete", "--instance=main", "--delete-expired", "--delete-wal", "--retention-redundancy=1"
  };

  private final Lab lab;

  KilledDeletes(Lab lab) {
    this.lab = lab;
  }

  String delete(Random random) throws Exception {
    Site site = lab.another();
    site.init();
    List<String> archived = copy(site);
    Place place = site.place();
    int all = place.count(Site.BACKUPS) + place.count(WAL);
    int left = all / 4 + random.nextInt(all - all / 4);
    try (Program program = site.start(DELETE)) {
      List<Victim.Moment> moments =
          List.of(
              () -> place.count(Site.BACKUPS) + place.count(WAL) <= left,
              () -> count(site, BackupStatus.DELETING) > 0);
      Victim.Moment moment = moments.get(random.nextInt(moments.size()));
      site.kill(program, moment, random.nextLong(1_000_000));
    }
    site.checks().run();
    requireNewest(site, archived);
    long marked = count(site, BackupStatus.DELETING);
    site.succeed(DELETE);
    assertThat(place.names(Site.BACKUPS))
        .contains("jbackup.conf")
        .filteredOn(BackupId::isBackupId)
        .hasSize(1);
    assertThat(place.names("locks/main"))
        .filteredOn(name -> name.startsWith("backup-"))
        .hasSizeLessThanOrEqualTo(1);
    requireNewest(site, archived);
    site.succeed("validate", "--instance=main");
    return marked == 0 ? "nothing half-deleted" : "DELETING";
  }

  /// The names of the WAL files.
  private List<String> copy(Site site) throws Exception {
    try (Catalog from = lab.main.open();
        Catalog to = site.open()) {
      new GoodBackups(from).copy(BACKUPS, to, Site.BACKUPS);
      GoodBackups.copyFolder(from.store(), new ObjectKey(WAL), to.store(), new ObjectKey(WAL));
    }
    return site.place().names(WAL).stream()
        .map(name -> name.replaceFirst("\\..*", ""))
        .filter(SegmentName::isSegmentName)
        .toList();
  }

  /// The backup that is kept is good, with all WAL from its beginning on.
  private static void requireNewest(Site site, List<String> archived) throws Exception {
    StoredBackup newest;
    try (Catalog catalog = site.open()) {
      newest = catalog.instance("main").backups().getFirst();
    }
    assertThat(newest.control().status()).isEqualTo(BackupStatus.OK);
    Lsn start = newest.control().lsn(ControlField.START_LSN).orElseThrow();
    String first = SegmentName.containing(1, start, SIZE).fileName(SIZE);
    List<String> needed = archived.stream().filter(name -> name.compareTo(first) >= 0).toList();
    site.checks().requireArchived("main", needed);
  }

  private static long count(Site site, BackupStatus status) {
    try (Catalog catalog = site.open()) {
      return catalog.instance("main").backups().stream()
          .filter(backup -> backup.control().status() == status)
          .count();
    }
  }
}
