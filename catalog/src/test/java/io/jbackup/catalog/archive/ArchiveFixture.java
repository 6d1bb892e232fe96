package io.jbackup.catalog.archive;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.store.LocalStore;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.testing.SampleWal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// An archive and a pg_wal below a temporary directory.
final class ArchiveFixture {
  final SampleWal wal;
  final Path stored;
  final Path pgWal;
  final WalArchive archive;

  ArchiveFixture(Path directory, SampleWal wal) throws IOException {
    this.wal = wal;
    stored = Files.createDirectories(directory.resolve("wal/main"));
    pgWal = Files.createDirectories(directory.resolve("pg_wal"));
    archive = new WalArchive(new LocalStore(directory, true), new ObjectKey("wal/main"));
  }

  WalPublisher publisher(Algorithm algorithm) {
    return publisher(algorithm, false);
  }

  WalPublisher publisher(Algorithm algorithm, boolean overwrite) {
    WalIdentity identity = new WalIdentity(wal.systemId(), wal.size());
    return new WalPublisher(archive, identity, Compression.of(algorithm), overwrite, null);
  }

  PublishResult publish(Algorithm algorithm, String name, byte[] content) throws IOException {
    try (WalPublisher publisher = publisher(algorithm)) {
      return publisher.publish(file(name, content), name);
    }
  }

  Path file(String name, byte[] content) throws IOException {
    return Files.write(pgWal.resolve(name), content);
  }

  Path file(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  byte[] read(String name) throws IOException {
    try (InputStream in = archive.open(archive.find(name).orElseThrow())) {
      return in.readAllBytes();
    }
  }

  String[] storedNames() throws IOException {
    try (var files = Files.list(stored)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }
}
