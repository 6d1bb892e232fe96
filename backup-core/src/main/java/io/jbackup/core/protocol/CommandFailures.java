package io.jbackup.core.protocol;

import io.jbackup.catalog.error.ServerException;
import io.jbackup.core.connect.HostAddress;

/// Errors that end a command.
final class CommandFailures {
  private CommandFailures() {}

  static ServerException of(ServerError error, String activity, HostAddress host) {
    String what = activity.isEmpty() ? "the connection" : activity;
    String hint = error.hint().isEmpty() ? usualHint(error) : error.hint();
    return new ServerException(
        what + " failed on " + host + ": " + error.text(), hint, error.sqlState(), null);
  }

  private static String usualHint(ServerError error) {
    return switch (error.sqlState()) {
      case "42501" -> "Give the role the REPLICATION attribute: ALTER ROLE … REPLICATION;";
      case "42710" -> "Drop the existing replication slot, or use another name.";
      case "53300", "53400" ->
          "Raise max_wal_senders or max_replication_slots, or end other replication connections.";
      case "55006" -> "The replication slot is in use; see pg_replication_slots.";
      case "57P01", "57P02" -> "The server was stopped; start again when it runs.";
      case "58P01" -> "The WAL is gone on the server: keep it with a slot or wal_keep_size.";
      case "XX001" ->
          "Pages of the source are damaged: the server's warnings name file and block. Check the"
              + " hardware and restore the damaged relations.";
      default -> "The server's log may say more.";
    };
  }
}
