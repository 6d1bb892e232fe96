package io.jbackup.scheduler.store;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.JobLog;
import io.jbackup.scheduler.config.JobStoreSettings;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.round.MemoryRoundBoard;
import io.jbackup.scheduler.round.RoundBoard;
import java.time.Duration;

/// Where a service keeps what is due and which rounds are open.
public sealed interface JobStore {
  RoundBoard board();

  /// A clock that tells `listener` what is due.
  ScheduleClock clock(FireListener listener);

  static JobStore of(JobStoreSettings settings, Site site, JobLog log) {
    return switch (settings) {
      case JobStoreSettings.Memory _ -> new InMemory(site.node());
      case JobStoreSettings.Jdbc jdbc -> shared(jdbc, site, log);
    };
  }

  /// A database that cannot be reached now may be later; one without the tables will not have them.
  private static JobStore shared(JobStoreSettings.Jdbc settings, Site site, JobLog log) {
    StoreConnections connections = new StoreConnections(settings);
    try {
      JobStoreTables.require(connections);
    } catch (ConnectionException e) {
      log.warning(e.getMessage() + "; the service goes on trying");
    }
    return new Shared(connections, site.node());
  }

  /// In a database that several nodes share.
  record Shared(StoreConnections connections, String node) implements JobStore {
    /// Some of the looks at the rounds, which renew the claim, may fail.
    private static final Duration LEASE = Duration.ofSeconds(30);

    @Override
    public RoundBoard board() {
      return new JdbcRoundBoard(connections, node, LEASE);
    }

    @Override
    public ScheduleClock clock(FireListener listener) {
      String unique = "jbackup-" + node + "-" + Long.toHexString(System.nanoTime());
      return ScheduleClock.shared(unique, connections, listener);
    }
  }

  /// In this process.
  record InMemory(String node) implements JobStore {
    @Override
    public RoundBoard board() {
      return new MemoryRoundBoard();
    }

    @Override
    public ScheduleClock clock(FireListener listener) {
      String unique = Long.toHexString(System.nanoTime());
      return ScheduleClock.inMemory("jbackup-" + node + "-" + unique, listener);
    }
  }
}
