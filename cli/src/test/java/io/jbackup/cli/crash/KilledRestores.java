package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// restore dies by kill -9.
final class KilledRestores {
  private static final int FILES = 950;

  private final Lab lab;
  private final Site site;
  private final Restored restored;

  KilledRestores(Lab lab) {
    this.lab = lab;
    this.site = lab.main;
    this.restored = new Restored(lab);
  }

  String whileItWrites(Random random) throws Exception {
    Path data = lab.fresh("killed");
    try (Program program = site.start("restore", "--instance=main", "-D", data.toString())) {
      int files = 1 + random.nextInt(FILES);
      site.kill(program, () -> Victim.files(data) >= files, random.nextLong(3_000_000));
    }
    return aftermath(data);
  }

  /// All files are written, and what makes a data directory of them is not.
  String whileItFinishes(Random random) throws Exception {
    Path data = lab.fresh("killed");
    List<Victim.Moment> moments =
        List.of(
            () -> has(data.resolve("pg_wal"), "00"),
            () -> has(data, "postgresql.auto.conf"),
            () -> has(data.resolve("global"), "pg_control.jbackup"));
    Victim.Moment moment = moments.get(random.nextInt(moments.size()));
    try (Program program = site.start("restore", "--instance=main", "-D", data.toString())) {
      site.kill(program, moment, random.nextLong(20_000_000));
    }
    return aftermath(data);
  }

  private static boolean has(Path folder, String prefix) throws IOException {
    return Victim.names(folder).stream().anyMatch(name -> name.startsWith(prefix));
  }

  private String aftermath(Path data) throws Exception {
    site.checks().run();
    if (Files.exists(data.resolve("global/pg_control"))) {
      restored.requireStarts(data, 0);
      return "complete";
    }
    restored.requireDoesNotStart(data);
    site.fail(10, "restore", "--instance=main", "-D", data.toString());
    Path again = lab.fresh("again");
    site.succeed("restore", "--instance=main", "-D", again.toString());
    assertThat(again.resolve("global/pg_control")).exists();
    return "does not start";
  }
}
