package io.jbackup.cli.progress;

import io.jbackup.cli.terminal.Terminal;
import io.jbackup.core.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar with rate and time left on the terminal's last line.
final class BarProgress implements Progress {
  private static final int REDRAW_MILLISECONDS = 200;

  private final Terminal terminal;
  private final int columns;
  private @Nullable ProgressBar bar;

  BarProgress(Terminal terminal, int columns) {
    this.terminal = terminal;
    this.columns = columns;
  }

  @Override
  public synchronized void begin(String task, long totalBytes) {
    end();
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(totalBytes)
            .setUnit("MB", 1 << 20)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MILLISECONDS)
            .setConsumer(new StatusLine())
            .build();
  }

  @Override
  public void advance(long bytes) {
    ProgressBar current = current();
    if (current != null) {
      current.stepBy(bytes);
    }
  }

  private synchronized @Nullable ProgressBar current() {
    return bar;
  }

  @Override
  public synchronized void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      // A bar that ends before it was first drawn is drawn by its end, and left there.
      terminal.status("");
    }
  }

  /// The library's own consumers look for the terminal's size with native code.
  private final class StatusLine implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return columns - 1;
    }

    @Override
    public void accept(String rendered) {
      terminal.status(rendered);
    }

    @Override
    public void close() {
      terminal.status("");
    }
  }
}
