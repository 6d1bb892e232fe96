package io.jbackup.core.protocol;

/// Told of notices and warnings that the server sends beside its answers, on the thread that reads
/// from the connection.
@FunctionalInterface
public interface NoticeListener {
  /// Drops them.
  NoticeListener IGNORE = _ -> {};

  void notice(ServerError notice);
}
