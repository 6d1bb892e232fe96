package io.jbackup.catalog.store;

/// An object that is being written by one thread.
public interface ObjectWriter extends AutoCloseable {
  void write(byte[] source, int offset, int length);

  /// Makes the object durable and visible under its key. False when the mode is CREATE_NEW and
  /// another object is there: that one is untouched, and this one is gone.
  boolean commit();

  /// Drops the object unless it was committed.
  @Override
  void close();
}
