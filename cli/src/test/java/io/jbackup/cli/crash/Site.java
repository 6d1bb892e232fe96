package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A catalog somewhere, with the instance `main` of the lab's cluster, and the program's runs on
/// it.
final class Site {
  static final Path PROGRAM = Path.of("target/jbackup/bin/jbackup").toAbsolutePath();
  static final String BACKUPS = "backups/main";
  static final String[] BACKUP = {
    "backup", "--instance=main", "-b", "full", "--stream", "--temp-slot"
  };

  private final Lab lab;
  private final Place place;
  private final Checks checks;
  private int port;

  record Outcome(int exit, String output) {}

  Site(Lab lab, Place place) {
    this.lab = lab;
    this.place = place;
    this.checks = new Checks(lab, this);
    this.port = lab.server.port();
  }

  Place place() {
    return place;
  }

  Checks checks() {
    return checks;
  }

  /// Connects to another port from now on, behind which is the same cluster.
  void connectTo(int other) {
    port = other;
  }

  void init() throws Exception {
    succeed(place.initWords());
    addInstance("main");
  }

  void addInstance(String name) throws Exception {
    succeed("add-instance", "--instance", name);
  }

  Program start(String... words) throws IOException {
    Map<String, String> environment = new HashMap<>(place.environment());
    environment.put("BACKUP_PATH", place.location().toString());
    environment.put("PGHOST", lab.server.host());
    environment.put("PGPORT", Integer.toString(port));
    environment.put("PGUSER", lab.server.user());
    place.watch();
    return Program.start(Files.createDirectories(lab.directory.resolve("out")), environment, words);
  }

  /// Kills a run at a moment, or so many nanoseconds after it.
  void kill(Program program, Victim.Moment moment, long after) throws Exception {
    Victim.await(program, moment, after);
    if (!program.isAlive()) {
      throw new Tally.Missed("ended with " + program.exit());
    }
    program.kill();
    place.outliveLocks();
  }

  Outcome run(String... words) throws Exception {
    try (Program program = start(words)) {
      int exit = program.exit();
      return new Outcome(exit, program.output());
    }
  }

  String succeed(String... words) throws Exception {
    Outcome outcome = run(words);
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    return outcome.output();
  }

  void fail(int exit, String... words) throws Exception {
    Outcome outcome = run(words);
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(exit);
    assertThat(outcome.output()).contains("HINT: ");
  }

  /// Takes a backup as if nothing had happened; its ID.
  String nextBackup() throws Exception {
    String[] words = Arrays.copyOf(BACKUP, BACKUP.length + 1);
    words[BACKUP.length] = "--compress";
    String output = succeed(words);
    String id = output.replaceAll("(?s).*INFO: Backup (\\w+) completed.*", "$1");
    checks.requireVerified(id);
    return id;
  }

  /// validate makes those ERROR whose processes died, delete removes all that is no good backup.
  void sweep() throws Exception {
    run("validate", "--instance=main");
    assertThat(checks.statuses()).doesNotContain(BackupStatus.RUNNING);
    succeed("delete", "--instance=main", "--delete-expired", "--retention-redundancy=1");
    checks.run();
    for (String status : new String[] {"ERROR", "CORRUPT"}) {
      succeed("delete", "--instance=main", "--status=" + status);
    }
    assertThat(checks.statuses()).containsOnly(BackupStatus.OK);
    succeed("validate", "--instance=main");
  }

  Catalog open() {
    return place.open();
  }
}
