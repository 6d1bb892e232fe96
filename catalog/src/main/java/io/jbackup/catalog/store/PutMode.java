package io.jbackup.catalog.store;

/// What happens to an object that exists already under the key that is written.
public enum PutMode {
  /// It stays, and the writer is told; atomic against other processes and hosts.
  CREATE_NEW,
  /// It is replaced in one step.
  REPLACE
}
