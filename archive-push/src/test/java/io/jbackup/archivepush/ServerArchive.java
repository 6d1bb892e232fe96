package io.jbackup.archivepush;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.List;

/// A catalog with the instance `main` for a real server.
final class ServerArchive {
  final Path catalog;
  final long systemId;
  final SegmentSize size;

  private ServerArchive(Path catalog, long systemId, SegmentSize size) {
    this.catalog = catalog;
    this.systemId = systemId;
    this.size = size;
  }

  static ServerArchive of(PostgresServer server, Path catalog) throws SQLException, IOException {
    String systemId = server.query("select system_identifier from pg_control_system()");
    String size = server.query("select setting from pg_settings where name = 'wal_segment_size'");
    try (Catalog created = Catalog.init(catalog)) {
      created.addInstance(
          "main",
          InstanceConfig.empty()
              .with(ConfigKey.SYSTEM_IDENTIFIER, systemId)
              .with(ConfigKey.SERVER_VERSION, Integer.toString(server.major()))
              .with(ConfigKey.XLOG_SEG_SIZE, size));
    }
    server.share(catalog);
    return new ServerArchive(
        catalog, Long.parseUnsignedLong(systemId), new SegmentSize(Integer.parseInt(size)));
  }

  String push(String more) throws IOException {
    return JavaCommand.shell(ArchivePush.class, catalog, more);
  }

  String get(String more) throws IOException {
    return JavaCommand.shell(ArchiveGet.class, catalog, more);
  }

  List<String> names() {
    try (Catalog opened = Catalog.open(catalog, false)) {
      return opened.instance("main").archive().list().stream().map(ArchivedFile::name).toList();
    }
  }

  /// Reads a segment through all checks, and returns its content.
  byte[] verified(String name) {
    try (Catalog opened = Catalog.open(catalog, false)) {
      WalArchive archive = opened.instance("main").archive();
      SegmentName segment = SegmentName.parse(name, size);
      try (InputStream in = archive.openSegment(segment, size, systemId).orElseThrow()) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Copies the data directory of a server that is stopped.
  static Path copy(Path data, Path target) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                folder,
                target.resolve(data.relativize(folder)),
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, target.resolve(data.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
    return target;
  }
}
