package io.jbackup.core.archive;

/// Takes an archive's raw bytes in order. The buffer is used again after the call.
@FunctionalInterface
public interface RawSink {
  void accept(byte[] buffer, int offset, int length);
}
