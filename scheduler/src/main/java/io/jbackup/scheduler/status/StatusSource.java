package io.jbackup.scheduler.status;

/// Where the newest snapshot is got from. Quick: the snapshot is taken elsewhere, now and then.
public interface StatusSource {
  ServiceStatus current();
}
