package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Commands that change the catalog die by kill -9.
final class KilledChanges {
  private final Site site;

  KilledChanges(Lab lab) {
    this.site = lab.main;
  }

  String setConfig(Random random) throws Exception {
    String before = archiveTimeout();
    String wanted = Integer.toString(1000 + random.nextInt(100_000));
    String[] words = {"set-config", "--instance=main", "--archive-timeout=" + wanted};
    Path owners = site.catalog().resolve("locks/main/owners");
    Path folder = site.catalog().resolve("backups/main");
    List<Victim.Moment> moments =
        List.of(
            () -> Victim.has(owners, "config."),
            () -> Victim.has(folder, ".jbackup.conf"),
            () -> !archiveTimeout().equals(before));
    try (Program program = site.start(words)) {
      Victim.Moment moment = moments.get(random.nextInt(moments.size()));
      Victim.kill(program, moment, random.nextLong(2_000_000));
    }
    String after = archiveTimeout();
    assertThat(after).isIn(before, wanted);
    site.checks().run();
    site.succeed(words);
    assertThat(archiveTimeout()).isEqualTo(wanted);
    return after.equals(wanted) ? "new" : "old";
  }

  private String archiveTimeout() {
    try (Catalog catalog = site.open()) {
      return catalog.instance("main").config().effective(ConfigKey.ARCHIVE_TIMEOUT);
    }
  }

  String delInstance(Random random) throws Exception {
    String name = "removed";
    if (!Files.exists(site.catalog().resolve("backups").resolve(name))) {
      site.addInstance(name);
    }
    Path backups = site.catalog().resolve("backups").resolve(name);
    copyBackups(backups);
    Path owners = site.catalog().resolve("locks").resolve(name).resolve("owners");
    int files = Victim.files(backups);
    int left = random.nextInt(files);
    List<Victim.Moment> moments =
        List.of(
            () -> Victim.has(owners, "instance."),
            () -> Victim.files(backups) < files,
            () -> Victim.files(backups) <= left);
    try (Program program = site.start("del-instance", "--instance=" + name)) {
      Victim.Moment moment = moments.get(random.nextInt(moments.size()));
      Victim.kill(program, moment, random.nextLong(3_000_000));
    }
    boolean there = Files.exists(backups.resolve("jbackup.conf"));
    if (there) {
      site.checks().runAll();
      site.succeed("del-instance", "--instance=" + name);
    }
    assertThat(backups).doesNotExist();
    site.addInstance(name);
    site.checks().run();
    return there ? "left" : "gone";
  }

  /// Two good backups of the main instance.
  private void copyBackups(Path target) throws IOException {
    int copied = 0;
    for (String id : Victim.names(site.backups())) {
      Path source = site.backups().resolve(id);
      Path control = source.resolve("backup.control");
      if (copied < 2 && Files.exists(control) && Files.readString(control).contains("= OK")) {
        copied++;
        Files.createDirectories(target.resolve(id));
        try (Stream<Path> files = Files.list(source)) {
          for (Path file : (Iterable<Path>) files::iterator) {
            Files.copy(file, target.resolve(id).resolve(file.getFileName()));
          }
        }
      }
    }
    assertThat(copied).isEqualTo(2);
  }
}
