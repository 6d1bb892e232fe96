package io.jbackup.catalog.store;

import java.io.InputStream;

/// An object that is being read. Reads at different positions may come from several threads.
public interface ObjectReader extends AutoCloseable {
  long size();

  /// Reads bytes from `position` on into `target`; returns their number, which is smaller than
  /// `length` only at the end of the object.
  int read(long position, byte[] target, int offset, int length);

  /// The bytes from `position` on, `length` at most; its `available()` is positive until its end.
  /// Closing it does not close the reader; a failing store shows as an IOException whose cause is
  /// the StorageException, as damage with a CorruptException: [StorageFailures#ofStream].
  InputStream stream(long position, long length);

  @Override
  void close();
}
