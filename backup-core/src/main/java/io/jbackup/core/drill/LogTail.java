package io.jbackup.core.drill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What a server's log says of its failure.
final class LogTail {
  private static final int BYTES = 64 << 10;
  private static final int LINES = 4;
  private static final List<String> LEVELS = List.of("PANIC: ", "FATAL: ", "ERROR: ");

  private LogTail() {}

  /// The last lines that tell of errors, without their times; the last lines at all when none does.
  static String of(Path log) {
    List<String> lines;
    try {
      lines = end(log).lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
    List<String> errors = lines.stream().filter(LogTail::tells).map(LogTail::bare).toList();
    List<String> shown = errors.isEmpty() ? lines : errors;
    return shown.isEmpty()
        ? "(its log is empty)"
        : String.join("; ", shown.subList(Math.max(0, shown.size() - LINES), shown.size()));
  }

  private static String end(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - BYTES);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static boolean tells(String line) {
    return LEVELS.stream().anyMatch(line::contains) && !line.contains("is starting up");
  }

  private static String bare(String line) {
    int from = LEVELS.stream().mapToInt(line::indexOf).filter(at -> at >= 0).min().orElse(0);
    return line.substring(from).replaceFirst(":  +", ": ");
  }
}
