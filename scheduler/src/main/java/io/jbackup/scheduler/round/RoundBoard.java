package io.jbackup.scheduler.round;

import java.util.List;

/// The rounds that are open. Safe for use by several threads. A board that is kept elsewhere throws
/// [io.jbackup.catalog.error.ConnectionException] when it cannot be reached.
public interface RoundBoard extends AutoCloseable {
  /// Opens a round; false when it, or a newer one of its schedule, was opened before.
  boolean open(Round round);

  /// The open rounds of an instance, oldest first.
  List<OpenRound> open(String instance);

  /// Takes a round for this node; false when it is closed or another living node has it.
  boolean claim(Round round);

  /// Says that this node still works on a round; false when it has lost it.
  boolean renew(Round round);

  /// Gives a claimed round back, as if it had never been taken.
  void release(Round round);

  /// Counts a failed attempt and gives the round back.
  void fail(Round round, Failure failure);

  /// Closes a round, done or given up.
  void close(Round round, String outcome);

  @Override
  void close();
}
