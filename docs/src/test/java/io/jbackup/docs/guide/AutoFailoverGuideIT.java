package io.jbackup.docs.guide;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pg_auto_failover guide does what it says, on a monitor and three nodes.
final class AutoFailoverGuideIT {
  private static final Path GUIDE = Path.of("pg_auto_failover.md");
  private static final List<String> NAMES = List.of("u4", "u5", "u6", "u7");

  /// Debian's servers have their sockets where only user postgres may write, and pg_autoctl takes
  /// another directory from this variable alone.
  private static final Map<String, String> SOCKETS =
      Map.of(
          "PG_REGRESS_SOCK_DIR", "run/postgresql",
          "PGHOST", "run/postgresql",
          "XDG_RUNTIME_DIR", "run");

  @Test
  void theGuideLeadsFromAMonitorToARestoredFormation(@TempDir Path work) throws IOException {
    for (String program : List.of("pg_autoctl", "pg_ctl", "psql", "openssl")) {
      assumeTrue(Hosts.isInstalled(program), program + " is not installed");
    }
    List<String> data = List.of("/pgsql/monitor", "/pgsql/pg_data");
    try (Hosts hosts = Hosts.create(work, NAMES, data, SOCKETS)) {
      new ClusterExecutor(hosts, new AutoFailoverEvents(hosts)).run(GuideText.whole(GUIDE));
    }
  }

  private static final class AutoFailoverEvents extends ClusterEvents {
    private static final String CALM =
        "FROM pgautofailover.node WHERE reportedstate = goalstate AND health = 1"
            + " AND reportedpgisrunning AND ";

    AutoFailoverEvents(Hosts hosts) {
      super(hosts, "primary", "nodes", "pgautofailover jbackup");
    }

    /// The monitor's patience of a minute is shortened for the power loss alone.
    @Override
    public boolean handle(String directive) throws IOException, InterruptedException {
      if (!directive.startsWith("power loss")) {
        return super.handle(directive);
      }
      monitor("ALTER SYSTEM SET pgautofailover.node_considered_unhealthy_timeout = '8s'");
      monitor("ALTER SYSTEM SET pgautofailover.primary_demote_timeout = '5s'");
      monitor("SELECT pg_reload_conf()");
      boolean known = super.handle(directive);
      monitor("ALTER SYSTEM RESET ALL");
      monitor("SELECT pg_reload_conf()");
      return known;
    }

    private String monitor(String sql) {
      return on("u7", "psql -p 5433 -d pg_auto_failover -Atc \"" + sql + "\"");
    }

    @Override
    Optional<String> leader() {
      String names =
          monitor(
              "SELECT nodename " + CALM + "reportedstate IN ('single', 'primary', 'wait_primary')");
      return Optional.of(names).filter(NAMES::contains);
    }

    @Override
    long running(Instant since) {
      String seen = "least(reporttime, healthchecktime) > '" + since + "'";
      String good = "reportedstate IN ('single', 'primary', 'secondary')";
      return Long.parseLong(monitor("SELECT count(*) " + CALM + seen + " AND " + good));
    }

    @Override
    String ask(String sql) {
      return on(host("primary"), "psql -p 5432 -d postgres -Atc \"" + sql + "\"");
    }
  }
}
