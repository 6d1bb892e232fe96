package io.jbackup.cli.log;

/// Where messages go.
interface LogSink extends AutoCloseable {
  void write(LogEntry entry);

  @Override
  void close();
}
