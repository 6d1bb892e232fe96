package io.jbackup.archivepush;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.testing.SampleWal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A catalog with the instance `main`, and a data directory whose pg_wal holds sample segments.
final class TestBed {
  final SampleWal wal;
  final Path catalog;
  final Path data;
  final Path pgWal;
  final Path status;
  final Path stored;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Map<String, String> environment = Map.of();

  TestBed(Path directory) throws IOException {
    this(directory, SampleWal.small());
  }

  TestBed(Path directory, SampleWal wal) throws IOException {
    this.wal = wal;
    catalog = directory.resolve("catalog");
    data = directory.resolve("data");
    pgWal = data.resolve("pg_wal");
    status = Files.createDirectories(pgWal.resolve("archive_status"));
    stored = catalog.resolve("wal/main");
    Files.createDirectories(data.resolve("global"));
    pgControl(wal.systemId());
    try (Catalog created = Catalog.init(catalog)) {
      created.addInstance(
          "main",
          InstanceConfig.empty()
              .with(ConfigKey.SYSTEM_IDENTIFIER, Long.toUnsignedString(wal.systemId()))
              .with(ConfigKey.XLOG_SEG_SIZE, Integer.toString(wal.size().bytes())));
    }
  }

  void configure(ConfigKey key, String value) {
    try (Catalog opened = Catalog.open(catalog, false)) {
      opened.instance("main").save(opened.instance("main").config().with(key, value));
    }
  }

  void environment(Map<String, String> variables) {
    environment = variables;
  }

  void pgControl(long systemId) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(data.resolve("global/pg_control"), bytes.putLong(0, systemId).array());
  }

  /// A segment of timeline 1 in pg_wal; its content depends on the number alone.
  String segment(long number) throws IOException {
    String name = wal.name(1, number);
    Files.write(pgWal.resolve(name), wal.segment(1, number, number));
    return name;
  }

  /// The same, marked as ready.
  String ready(long number) throws IOException {
    String name = segment(number);
    mark(name);
    return name;
  }

  void mark(String name) throws IOException {
    Files.createFile(status.resolve(name + ".ready"));
  }

  String file(String name, String content) throws IOException {
    Files.writeString(pgWal.resolve(name), content);
    return name;
  }

  /// Runs archive-push in the data directory, as PostgreSQL does; returns the exit code.
  int push(String name, String... more) {
    return ArchivePush.run(words(name, "pg_wal/" + name, more), surroundings());
  }

  /// Runs archive-get in the data directory.
  GetResult get(String name, String... more) {
    return ArchiveGet.run(words(name, "pg_wal/RECOVERYXLOG", more), surroundings());
  }

  Path target() {
    return pgWal.resolve("RECOVERYXLOG");
  }

  Surroundings surroundings() {
    out.reset();
    err.reset();
    return new Surroundings(
        environment,
        data,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  String[] words(String name, String path, String... more) {
    List<String> words = new ArrayList<>(List.of("-B", catalog.toString(), "--instance=main"));
    words.addAll(List.of("--wal-file-path=" + path, "--wal-file-name", name));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  List<String> stored() throws IOException {
    return names(stored);
  }

  List<String> marks() throws IOException {
    return names(status);
  }

  static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  byte[] archived(String name) throws IOException {
    try (Catalog opened = Catalog.open(catalog, false)) {
      WalArchive archive = opened.instance("main").archive();
      try (InputStream in = archive.open(archive.find(name).orElseThrow())) {
        return in.readAllBytes();
      }
    }
  }
}
