package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// delete dies by kill -9, in a catalog of its own that has the main site's backups and WAL.
final class KilledDeletes {
  static final int BACKUPS = 4;
  private static final SegmentSize SIZE = new SegmentSize(1 << 20);
  private static final String[] DELETE = {
    "delete", "--instance=main", "--delete-expired", "--delete-wal", "--retention-redundancy=1"
  };

  private final Lab lab;

  KilledDeletes(Lab lab) {
    this.lab = lab;
  }

  String delete(Random random) throws Exception {
    Site site = lab.site(lab.fresh("catalog"));
    site.init();
    List<String> archived = copy(site);
    Path wal = site.wal("main");
    int all = Victim.files(site.backups()) + Victim.files(wal);
    int left = all / 4 + random.nextInt(all - all / 4);
    try (Program program = site.start(DELETE)) {
      List<Victim.Moment> moments =
          List.of(
              () -> Victim.files(site.backups()) + Victim.files(wal) <= left,
              () -> count(site, BackupStatus.DELETING) > 0);
      Victim.Moment moment = moments.get(random.nextInt(moments.size()));
      Victim.kill(program, moment, random.nextLong(1_000_000));
    }
    site.checks().run();
    requireNewest(site, archived);
    long marked = count(site, BackupStatus.DELETING);
    site.succeed(DELETE);
    // What the killed process was writing goes when it is old.
    assertThat(Victim.names(site.backups()))
        .filteredOn(name -> !name.startsWith("."))
        .hasSize(3)
        .contains("jbackup.conf", "reserve");
    assertThat(Victim.names(site.catalog().resolve("locks/main")))
        .filteredOn(name -> name.startsWith("backup-"))
        .hasSizeLessThanOrEqualTo(1);
    requireNewest(site, archived);
    site.succeed("validate", "--instance=main");
    return marked == 0 ? "nothing half-deleted" : "DELETING";
  }

  /// Hard links will do: nothing that is stored is changed in place. The names of the WAL files.
  private List<String> copy(Site site) throws Exception {
    int copied = 0;
    List<StoredBackup> backups;
    try (Catalog catalog = lab.main.open()) {
      backups = catalog.instance("main").backups();
    }
    for (StoredBackup backup : backups) {
      if (backup.control().status() == BackupStatus.OK && copied < BACKUPS) {
        copied++;
        String id = backup.id().text();
        link(lab.main.backups().resolve(id), site.backups().resolve(id));
      }
    }
    assertThat(copied).isEqualTo(BACKUPS);
    link(lab.main.wal("main"), site.wal("main"));
    return Victim.names(site.wal("main")).stream()
        .map(name -> name.replaceFirst("\\..*", ""))
        .filter(SegmentName::isSegmentName)
        .toList();
  }

  private static void link(Path source, Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(".")) {
          Files.createLink(target.resolve(name), file);
        }
      }
    }
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
