package io.jbackup.core.restore;

import java.util.ArrayList;
import java.util.List;

/// The commands that bring a restored server up.
final class NextSteps {
  private NextSteps() {}

  static List<String> of(RestoreRequest request, Destination destination, boolean root) {
    List<String> commands = new ArrayList<>();
    if (root) {
      commands.add(Ownership.command(destination.directories()));
    }
    String data = Ownership.word(destination.pgdata());
    commands.add((root ? "runuser -u postgres -- " : "") + "pg_ctl -D " + data + " -w start");
    if (pauses(request)) {
      commands.add("psql -c 'select pg_wal_replay_resume()'   # when the data are as expected");
    }
    return commands;
  }

  private static boolean pauses(RestoreRequest request) {
    return !request.asReplica()
        && request.target().stopsEarly()
        && request.action().orElse(RecoveryAction.PAUSE) == RecoveryAction.PAUSE;
  }
}
