package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.core.format.TablespaceMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// Turns the written files into a data directory that a server can start from. The order matters:
/// global/pg_control, without which no server starts, comes when all else is durable.
final class Finisher {
  private static final int COPY_BYTES = 1 << 16;

  private final Destination destination;
  private final Map<String, byte[]> held;
  private final int mode;
  private final boolean sync;

  /// @param held the files that were not written yet, by name
  /// @param mode permission bits of a directory
  Finisher(Destination destination, Map<String, byte[]> held, int mode, boolean sync) {
    this.destination = destination;
    this.held = held;
    this.mode = mode;
    this.sync = sync;
  }

  /// The text of postgresql.auto.conf in the backup; bytes as characters.
  String autoConf() {
    byte[] content = held.getOrDefault(DataWriter.AUTO_CONF, new byte[0]);
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  /// Writes the configuration, then forces all of it to disk, then publishes pg_control.
  void run(StoredBackup backup, RecoverySettings settings, String time) {
    try (FileOutput output = new FileOutput(destination.pgdata())) {
      writeTablespaceMap(output);
      writeAutoConf(output, settings.applyTo(autoConf(), backup.id(), time));
      settings.signal().ifPresent(name -> output.file(name, mode, new byte[0]));
      writeManifest(output, backup);
    }
    List<Path> directories = destination.directories();
    directories.forEach(this::permit);
    if (sync) {
      new Durability().sync(directories);
    }
    publishControl();
  }

  private void writeTablespaceMap(FileOutput output) {
    byte[] original = held.get(TablespaceMap.NAME);
    if (original != null) {
      TablespaceMap map = destination.tablespaces().toMap();
      boolean same = TablespaceMap.parse(original, TablespaceMap.NAME).equals(map);
      output.file(TablespaceMap.NAME, mode, same ? original : map.toBytes());
    }
  }

  /// Settings are added as UTF-8; what was there keeps its bytes.
  private void writeAutoConf(FileOutput output, String text) {
    if (held.containsKey(DataWriter.AUTO_CONF) || !text.isEmpty()) {
      output.file(DataWriter.AUTO_CONF, mode, text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private void writeManifest(FileOutput output, StoredBackup backup) {
    byte[] buffer = new byte[COPY_BYTES];
    try (ObjectReader reader =
        backup.store().open(backup.key(StoredBackup.MANIFEST)).orElseThrow()) {
      output.begin(StoredBackup.MANIFEST, mode);
      long position = 0;
      while (position < reader.size()) {
        int length = reader.read(position, buffer, 0, buffer.length);
        output.write(ByteBuffer.wrap(buffer, 0, length));
        position += length;
      }
      output.end();
    }
  }

  /// A server refuses a data directory that others can look into.
  private void permit(Path directory) {
    try {
      Files.setPosixFilePermissions(
          directory,
          PosixFilePermissions.fromString((mode & 050) == 0 ? "rwx------" : "rwxr-x---"));
    } catch (IOException e) {
      throw DestinationFailures.of("set the permissions of", directory, e);
    }
  }

  private void publishControl() {
    Path pgdata = destination.pgdata();
    Path control = pgdata.resolve(DataWriter.PG_CONTROL);
    String temporary = "global/pg_control.jbackup-" + ProcessHandle.current().pid();
    try (FileOutput output = new FileOutput(pgdata)) {
      output.file(temporary, mode, held.getOrDefault(DataWriter.PG_CONTROL, new byte[0]));
      if (sync) {
        Durability.force(pgdata.resolve(temporary));
      }
      Files.move(pgdata.resolve(temporary), control, StandardCopyOption.ATOMIC_MOVE);
      if (sync) {
        Durability.force(control.getParent());
      }
    } catch (IOException e) {
      throw DestinationFailures.of("publish", control, e);
    }
  }
}
