package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.cli.Program;
import java.util.List;
import java.util.Random;

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
    List<Victim.Moment> moments =
        List.of(
            site.place().locking("main", "config"),
            site.place().writing(Site.BACKUPS, "jbackup.conf"),
            () -> !archiveTimeout().equals(before));
    try (Program program = site.start(words)) {
      Victim.Moment moment = moments.get(random.nextInt(moments.size()));
      site.kill(program, moment, random.nextLong(2_000_000));
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
    Place place = site.place();
    if (!place.names("backups").contains(name)) {
      site.addInstance(name);
    }
    String backups = "backups/" + name;
    try (Catalog catalog = site.open()) {
      new GoodBackups(catalog).copy(2, catalog, backups);
    }
    int files = place.count(backups);
    int left = random.nextInt(files);
    List<Victim.Moment> moments =
        List.of(
            place.locking(name, "instance"),
            () -> place.count(backups) < files,
            () -> place.count(backups) <= left);
    try (Program program = site.start("del-instance", "--instance=" + name)) {
      Victim.Moment moment = moments.get(random.nextInt(moments.size()));
      site.kill(program, moment, random.nextLong(3_000_000));
    }
    boolean there = place.has(backups, "jbackup.conf");
    if (there) {
      site.checks().runAll();
      site.succeed("del-instance", "--instance=" + name);
    }
    assertThat(place.names("backups")).doesNotContain(name);
    site.addInstance(name);
    site.checks().run();
    return there ? "left" : "gone";
  }
}
