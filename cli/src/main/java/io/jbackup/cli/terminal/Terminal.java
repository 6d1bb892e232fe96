package io.jbackup.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Where a process writes: data to standard output, everything else to standard error. A status
/// line, such as a progress bar, stands below what is printed and is redrawn after each line.
public final class Terminal {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private String status = "";

  public Terminal(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
    this.out = out;
    this.err = err;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
  }

  /// The process's own streams, written in UTF-8.
  public static Terminal ofProcess() {
    return new Terminal(
        stream(FileDescriptor.out), stream(FileDescriptor.err), isTerminal(1), isTerminal(2));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }

  /// Linux names what a descriptor leads to; elsewhere nothing counts as a terminal, which costs
  /// colours only.
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException _) {
      return false;
    }
  }

  public boolean outIsTerminal() {
    return outIsTerminal;
  }

  public boolean errIsTerminal() {
    return errIsTerminal;
  }

  /// How wide the terminal is that a stream leads to; empty without a terminal, or when it does not
  /// tell.
  public OptionalInt columns() {
    return outIsTerminal || errIsTerminal ? TerminalSize.columns() : OptionalInt.empty();
  }

  /// Writes data, as it is, to standard output.
  public synchronized void data(String text) {
    clearStatus();
    out.print(text);
    out.flush();
    drawStatus();
  }

  /// Writes a line to standard error.
  public synchronized void message(String line) {
    clearStatus();
    err.print(line);
    err.print('\n');
    drawStatus();
    err.flush();
  }

  /// Shows a status line, or removes it when the text is empty.
  public synchronized void status(String text) {
    clearStatus();
    status = text;
    drawStatus();
    err.flush();
  }

  /// Whether what was written as data has arrived.
  public boolean dataFailed() {
    return out.checkError();
  }

  private void clearStatus() {
    if (!status.isEmpty()) {
      err.print(CLEAR_LINE);
    }
  }

  private void drawStatus() {
    if (!status.isEmpty()) {
      err.print(status);
    }
  }
}
