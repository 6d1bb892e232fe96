package io.jbackup.catalog.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.store.LocalStore;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An encrypted catalog in a directory, and its keys.
abstract class EncryptionBed {
  static final ObjectKey WAL = new ObjectKey("wal/main/000000010000000000000001.zst");
  static final ObjectKey DATA = new ObjectKey("backups/main/ABC/base.tar.zst");
  static final int SEGMENT = 1 << 16;

  @TempDir Path directory;
  TestKeys keys;
  KeySettings settings = KeySettings.NONE;
  final byte[] content = new byte[4 * SEGMENT + 1000];

  @BeforeEach
  void init() {
    keys = new TestKeys(directory);
    settings = TestKeys.keyFile(keys.keyFile("key"));
    new Random(1).nextBytes(content);
  }

  ObjectStore plain() {
    return new LocalStore(directory.resolve("catalog"), true);
  }

  ObjectStore open(KeySettings with) {
    return Encryption.open(plain(), KeyScope.CATALOG, with).store();
  }

  static void put(ObjectStore store, ObjectKey key, byte[] bytes) {
    try (ObjectWriter writer = store.write(key, PutMode.CREATE_NEW)) {
      writer.write(bytes, 0, bytes.length);
      assertThat(writer.commit()).isTrue();
    }
  }

  static byte[] get(ObjectStore store, ObjectKey key) {
    try (ObjectReader reader = store.open(key).orElseThrow()) {
      byte[] bytes = new byte[(int) reader.size()];
      assertThat(reader.read(0, bytes, 0, bytes.length)).isEqualTo(bytes.length);
      return bytes;
    }
  }

  Path file(ObjectKey key) {
    return directory.resolve("catalog").resolve(key.path());
  }

  byte[] stored() throws IOException {
    Encryption.init(plain(), KeyScope.CATALOG, settings);
    put(open(settings), WAL, content);
    return Files.readAllBytes(file(WAL));
  }
}
