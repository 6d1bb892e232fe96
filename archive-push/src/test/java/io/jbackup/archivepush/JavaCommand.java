package io.jbackup.archivepush;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// The programs as separate processes, without the distribution: this Java and this class path.
final class JavaCommand {
  private JavaCommand() {}

  static List<String> words(Class<?> program, List<String> arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-Xrs",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    words.addAll(arguments);
    return words;
  }

  /// For archive_command and restore_command: a script beside the catalog, because a server of
  /// version 15 cuts commands off after 1023 bytes.
  static String shell(Class<?> program, Path catalog, String more) throws IOException {
    StringBuilder script = new StringBuilder("#!/bin/sh\nexec");
    for (String word : words(program, List.of())) {
      script.append(" '").append(word).append('\'');
    }
    script.append(" \"$@\"\n");
    Path file = Files.writeString(catalog.resolveSibling(program.getSimpleName()), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return "'%s' -B '%s' --instance=main --wal-file-path=%%p --wal-file-name=%%f %s"
        .formatted(file, catalog, more);
  }
}
