package io.jbackup.core;

/// How far a use case is. One task at a time.
public interface Progress {
  /// Says nothing.
  Progress NONE =
      new Progress() {
        @Override
        public void begin(String task, long totalBytes) {}

        @Override
        public void advance(long bytes) {}

        @Override
        public void end() {}
      };

  /// A task of `totalBytes` bytes begins; -1 when the total is not known.
  void begin(String task, long totalBytes);

  /// So many more bytes are done. Cheap; called from any thread.
  void advance(long bytes);

  void end();
}
