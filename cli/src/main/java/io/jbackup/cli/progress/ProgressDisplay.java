package io.jbackup.cli.progress;

import io.jbackup.cli.log.Log;
import io.jbackup.cli.log.LogLevel;
import io.jbackup.cli.terminal.Terminal;
import io.jbackup.core.Progress;
import java.time.Clock;

/// Chooses how progress is shown.
public final class ProgressDisplay {
  private ProgressDisplay() {}

  /// A bar when standard error is a terminal that gets plain lines, lines of the log elsewhere.
  public static Progress of(Terminal terminal, Log log, Clock clock, int columns) {
    return terminal.errIsTerminal() && log.showsPlainly(LogLevel.INFO)
        ? new BarProgress(terminal, columns)
        : new LineProgress(log::info, clock);
  }
}
