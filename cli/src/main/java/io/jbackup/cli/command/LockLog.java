package io.jbackup.cli.command;

import io.jbackup.catalog.lock.LockListener;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.cli.log.Log;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// Tells in the log which lock is waited for, and for whom.
record LockLog(Log log, ZoneId zone) implements LockListener {
  @Override
  public void waiting(String what, List<LockOwner> owners, Duration waited) {
    log.info(
        "Waiting for the "
            + what
            + " since "
            + waited.toSeconds()
            + "s: held by "
            + LockOwner.describe(owners, zone));
  }

  @Override
  public void detail(String message) {
    log.log(message);
  }
}
