package io.jbackup.catalog.store;

/// An object that is being written by one thread.
public interface ObjectWriter extends AutoCloseable {
  void write(byte[] source, int offset, int length);

  /// Makes what was written durable, still invisible; nothing is written after it. A slow step that
  /// several writers may take at the same time, before they are published one after another.
  void flush();

  /// Flushes and makes the object visible under its key, as [#commit()] does, but the name is
  /// durable only after [ObjectStore#sync(ObjectKey)] of its folder: one sync serves many objects.
  boolean publish();

  /// Makes the object durable and visible under its key. False when the mode is CREATE_NEW and
  /// another object is there: that one is untouched, and this one is gone.
  boolean commit();

  /// Drops the object unless it was committed.
  @Override
  void close();
}
