package io.jbackup.archivepush;

import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A log file that several processes append to: each message is one write. A log that cannot be
/// written never stops archiving.
final class LogFile {
  private final Path path;
  private final Level level;
  private final boolean json;
  private String failure = "";

  LogFile(Path path, Level level, boolean json) {
    this.path = path;
    this.level = level;
    this.json = json;
  }

  /// The file name that a pattern with strftime's sequences of date and time means now, in UTC.
  static String expand(String pattern, long milliseconds) {
    if (pattern.indexOf('%') < 0) {
      return pattern;
    }
    String now = Timestamp.format(milliseconds);
    StringBuilder name = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '%' && at + 1 < pattern.length()) {
        at++;
        name.append(part(pattern, pattern.charAt(at), now));
      } else {
        name.append(c);
      }
      at++;
    }
    return name.toString();
  }

  private static String part(String pattern, char letter, String now) {
    return switch (letter) {
      case 'Y' -> now.substring(0, 4);
      case 'y' -> now.substring(2, 4);
      case 'm' -> now.substring(5, 7);
      case 'd' -> now.substring(8, 10);
      case 'F' -> now.substring(0, 10);
      case 'H' -> now.substring(11, 13);
      case 'M' -> now.substring(14, 16);
      case 'S' -> now.substring(17, 19);
      case '%' -> "%";
      default ->
          throw new UsageException(
              "the log file name \"" + pattern + "\" has %" + letter,
              "archive-push and archive-get know %Y %y %m %d %F %H %M %S %%.");
    };
  }

  /// False when it could not be written: see [#failure()].
  boolean write(LogLine line) {
    if (!level.takes(line.level())) {
      return true;
    }
    String text = (json ? line.json() : line.plain(false)) + "\n";
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      return true;
    } catch (IOException e) {
      failure = "could not write the log file \"" + path + "\": " + e.getMessage();
      return false;
    }
  }

  String failure() {
    return failure;
  }
}
