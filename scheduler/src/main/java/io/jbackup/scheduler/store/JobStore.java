package io.jbackup.scheduler.store;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.JobLog;
import io.jbackup.scheduler.config.JobStoreSettings;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.round.MemoryRoundBoard;
import io.jbackup.scheduler.round.RoundBoard;

/// Where a service keeps what is due and which rounds are open.
public sealed interface JobStore {
  RoundBoard board();

  /// A clock that tells `listener` what is due.
  ScheduleClock clock(FireListener listener);

  static JobStore of(JobStoreSettings settings, Site site, JobLog log) {
    return switch (settings) {
      case JobStoreSettings.Memory _ -> new InMemory(site.node());
      case JobStoreSettings.Jdbc _ ->
          throw new UsageException("job-store.jdbc is not available yet", "Use job-store: memory.");
    };
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
