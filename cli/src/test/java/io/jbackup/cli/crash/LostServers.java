package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.cli.Program;
import io.jbackup.core.testing.PostgresServer;
import java.util.Random;

/// The server, or the way to it, is lost while a backup is taken.
final class LostServers {
  private static final int MOST = 20 << 20;
  private static final int[] DATA = {0};
  private static final int[] WAL = {1};
  private static final int[] BOTH = {0, 1};

  private final Lab lab;

  LostServers(Lab lab) {
    this.lab = lab;
  }

  /// What happens to the server.
  private interface Blow {
    void strike() throws Exception;
  }

  String killed(Random random) throws Exception {
    return strike(lab.main, random, () -> lab.server.kill(), () -> lab.server.start());
  }

  String restarted(Random random) throws Exception {
    return strike(lab.main, random, () -> lab.server.restart(), () -> {});
  }

  String dataConnectionCut(Random random) throws Exception {
    return cut(random, DATA);
  }

  String walConnectionCut(Random random) throws Exception {
    return cut(random, WAL);
  }

  String bothConnectionsCut(Random random) throws Exception {
    return cut(random, BOTH);
  }

  private String cut(Random random, int[] connections) throws Exception {
    try (Proxy proxy = new Proxy(lab.server.port())) {
      Site site = lab.main;
      site.connectTo(proxy.port());
      return strike(site, random, () -> proxy.cut(connections), () -> {});
    } finally {
      lab.main.connectTo(lab.server.port());
    }
  }

  String promoted(Random random) throws Exception {
    try (PostgresServer standby = lab.server.standby().setting("archive_mode", "off").start()) {
      Site site = lab.another();
      site.init();
      site.connectTo(standby.port());
      String outcome = strike(site, random, standby::promote, () -> {});
      assertThat(standby.query("select not pg_is_in_recovery()")).isEqualTo("t");
      return outcome;
    }
  }

  private String strike(Site site, Random random, Blow blow, Blow mend) throws Exception {
    NewBackup backup = new NewBackup(site);
    try (Program program = site.start(KilledBackups.SLOW)) {
      Victim.await(program, backup.written("base.tar", 1 + random.nextInt(MOST)), 0);
      blow.strike();
      int exit = program.exit();
      if (exit == 0) {
        throw new Tally.Missed("the copy had ended");
      }
      assertThat(exit).as(program.output()).isIn(5, 6);
      assertThat(program.output()).contains("HINT: ");
    } finally {
      mend.strike();
    }
    BackupStatus status = site.checks().newest();
    assertThat(status).isEqualTo(BackupStatus.ERROR);
    site.checks().run();
    lab.server.await("select not exists (select from pg_replication_slots)");
    site.nextBackup();
    return status.name();
  }
}
