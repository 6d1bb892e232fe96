package io.jbackup.catalog.lock;

/// A lock that is held until it is closed or the process ends, however it ends.
public interface HeldLock extends AutoCloseable {
  /// Lets go. Closing again does nothing. What could not be tidied up is told to the listener.
  @Override
  void close();
}
