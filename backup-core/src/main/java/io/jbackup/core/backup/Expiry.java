package io.jbackup.core.backup;

import java.time.Duration;
import java.time.Instant;

/// Until when retention leaves a backup alone.
public sealed interface Expiry {
  /// So long after the backup's recovery time.
  record Ttl(Duration length) implements Expiry {}

  record Until(Instant time) implements Expiry {}
}
