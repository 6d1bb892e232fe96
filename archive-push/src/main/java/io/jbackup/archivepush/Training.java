package io.jbackup.archivepush;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.WalMagic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the distribution's AOT cache is recorded from: the usual calls of both programs, on a
/// catalog of its own. Run only while the distribution is built.
final class Training {
  private static final SegmentSize SIZE = new SegmentSize(1 << 20);
  private static final int PAGE = 8192;
  private static final int MAJOR = 18;
  private static final int KEY_BYTES = 32;
  private static final long SYSTEM_ID = 7_710_803_226_104_515_842L;

  private final CatalogLocation catalog;
  private final Path data;
  private final Surroundings surroundings;
  private String instance = "main";

  /// @param directory for the data directory of a cluster that never ran
  Training(CatalogLocation catalog, Path directory, Map<String, String> environment)
      throws IOException {
    this.catalog = catalog;
    data = Files.createDirectories(directory.resolve("data"));
    Files.createDirectories(data.resolve("pg_wal/archive_status"));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    surroundings = new Surroundings(environment, data, nowhere, nowhere);
  }

  /// Works in the directory that the only word names, new or empty.
  public static void main(String[] words) throws IOException {
    Path directory = Path.of(words[0]).toAbsolutePath();
    new Training(CatalogLocation.of(directory.resolve("catalog")), directory, Map.of()).run();
  }

  void run() throws IOException {
    InstanceConfig config =
        InstanceConfig.empty()
            .with(ConfigKey.SYSTEM_IDENTIFIER, Long.toUnsignedString(SYSTEM_ID))
            .with(ConfigKey.SERVER_VERSION, Integer.toString(MAJOR))
            .with(ConfigKey.XLOG_SEG_SIZE, Integer.toString(SIZE.bytes()));
    try (Catalog created = Catalog.init(catalog)) {
      created.addInstance("main", config);
    }
    push(1, "--compress");
    push(2, "--compress-algorithm=lz4");
    push(3, "--compress-algorithm=gzip", "--compress-level=1");
    push(4, "--log-level-console=warning");
    for (int number = 6; number < 10; number++) {
      segment(number);
      Files.createFile(data.resolve("pg_wal/archive_status/" + name(number) + ".ready"));
    }
    push(5, "--compress", "--batch-size=50", "-j", "2");
    for (int number = 1; number < 6; number++) {
      get(number, GetResult.DELIVERED);
    }
    get(99, GetResult.ABSENT);
    get(1, GetResult.DELIVERED_FETCH_MORE, "--batch-size=4");
    get(1, GetResult.DELIVERED, "--batch-size=4", "--background-prefetch");
    get(2, GetResult.DELIVERED, "--batch-size=4");
    runEncrypted(config.with(ConfigKey.ENCRYPTED, "on"));
  }

  private void runEncrypted(InstanceConfig config) throws IOException {
    Path key = Files.write(data.resolveSibling("key"), new byte[KEY_BYTES]);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    KeySettings keys = KeySettings.of(key.toString(), null, null, null, null);
    try (Catalog opened = Catalog.open(catalog, false, keys)) {
      opened.addInstance("encrypted", config);
    }
    instance = "encrypted";
    push(1, "--compress", "--encrypt-key-file=" + key);
    push(2, "--compress", "--encrypt-key-file=" + key);
    get(1, GetResult.DELIVERED, "--encrypt-key-file=" + key);
  }

  private void push(int number, String... more) throws IOException {
    segment(number);
    int code = ArchivePush.run(words(number, "pg_wal/" + name(number), more), surroundings);
    if (code != 0) {
      throw new IllegalStateException("archive-push ended with " + code);
    }
  }

  private void get(int number, GetResult expected, String... more) {
    GetResult result = ArchiveGet.run(words(number, "pg_wal/RECOVERYXLOG", more), surroundings);
    if (result != expected) {
      throw new IllegalStateException("archive-get ended with " + result);
    }
  }

  private String[] words(int number, String path, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-B",
                catalog.toString(),
                "--instance=" + instance,
                "--wal-file-path=" + path,
                "--wal-file-name=" + name(number)));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static String name(int number) {
    return new SegmentName(1, number).fileName(SIZE);
  }

  private void segment(int number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < SIZE.bytes(); at += PAGE) {
      bytes.putShort(at, (short) WalMagic.of(MAJOR)).putShort(at + 2, (short) (at == 0 ? 2 : 0));
      bytes.putInt(at + 4, 1).putLong(at + 8, SIZE.startOf(number).value() + at);
    }
    bytes.putLong(24, SYSTEM_ID).putInt(32, SIZE.bytes()).putInt(36, PAGE);
    Files.write(data.resolve("pg_wal").resolve(name(number)), bytes.array());
  }
}
