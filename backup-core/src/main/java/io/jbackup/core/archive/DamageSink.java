package io.jbackup.core.archive;

import io.jbackup.catalog.error.CorruptException;

/// Is told of frames that cannot be read, in their place among those that can.
@FunctionalInterface
public interface DamageSink {
  /// Called on the thread that reads.
  ///
  /// @param rawLength bytes that the frame should have held; 0 when it is not a frame
  /// @param why names archive and frame
  void damaged(int rawLength, CorruptException why);
}
