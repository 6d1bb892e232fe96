package io.jbackup.catalog.lock;

import java.util.Locale;

/// How a lock is held: by any number that only read, or by one that changes.
public enum LockMode {
  SHARED,
  EXCLUSIVE;

  /// The mode as files and messages name it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
