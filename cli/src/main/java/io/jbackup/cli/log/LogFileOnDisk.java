package io.jbackup.cli.log;

import io.jbackup.catalog.store.StorageFailures;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A log file, readable by its owner only, and beside it, where its age matters, `<name>.rotation`
/// with the second it was begun at: file systems do not keep that reliably.
final class LogFileOnDisk {
  private final Path file;
  private final Path sidecar;
  private final Clock clock;
  private final boolean ageMatters;
  private Instant birth;

  LogFileOnDisk(Path file, Clock clock, boolean ageMatters) {
    this.file = file;
    this.ageMatters = ageMatters;
    this.sidecar = file.resolveSibling(file.getFileName() + ".rotation");
    this.clock = clock;
    this.birth = clock.instant();
  }

  /// Creates the file and its directory where they are missing.
  void create() {
    try {
      Path directory = file.getParent();
      if (directory != null && !Files.isDirectory(directory)) {
        Files.createDirectories(directory, permissions("rwx------"));
      }
      createFile();
      if (!Files.isWritable(file)) {
        throw new IOException("Permission denied");
      }
    } catch (IOException e) {
      throw StorageFailures.of("open the log file", file, e);
    }
  }

  private void createFile() throws IOException {
    try {
      Files.createFile(file, permissions("rw-------"));
    } catch (FileAlreadyExistsException _) {
      return;
    }
    rememberBirth();
  }

  private static java.nio.file.attribute.FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private void rememberBirth() throws IOException {
    if (!ageMatters) {
      return;
    }
    birth = clock.instant();
    Files.deleteIfExists(sidecar);
    Files.createFile(sidecar, permissions("rw-------"));
    Files.writeString(sidecar, birth.getEpochSecond() + "\n", StandardOpenOption.WRITE);
  }

  /// Reads when the file was begun. A warning when that is not known: it counts from now on.
  Optional<String> readBirth() {
    if (!ageMatters) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(sidecar).strip();
      if (text.matches("\\d{1,11}")) {
        birth = Instant.ofEpochSecond(Long.parseLong(text));
        return Optional.empty();
      }
      rememberBirth();
      return Optional.of("log rotation file \"" + sidecar + "\" is damaged; it is written anew");
    } catch (NoSuchFileException _) {
      return birthIsUnknown();
    } catch (IOException e) {
      return Optional.of("log rotation file \"" + sidecar + "\": " + e.getMessage());
    }
  }

  private Optional<String> birthIsUnknown() {
    try {
      rememberBirth();
      return Optional.of("log rotation file \"" + sidecar + "\" was missing; it is written anew");
    } catch (IOException e) {
      return Optional.of("log rotation file \"" + sidecar + "\": " + e.getMessage());
    }
  }

  Path path() {
    return file;
  }

  Duration age() {
    return Duration.between(birth, clock.instant());
  }

  /// Gives the file a name with the time, and begins an empty one.
  void setAside() throws IOException {
    String time =
        DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT)
            .format(clock.instant().atZone(clock.getZone()));
    Path aside = file.resolveSibling(file.getFileName() + "." + time);
    for (int n = 1; Files.exists(aside); n++) {
      aside = file.resolveSibling(file.getFileName() + "." + time + "-" + n);
    }
    Files.move(file, aside);
    createFile();
  }
}
