package io.jbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.crypt.TestKeys;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceKeysTest {
  private static final InstanceConfig ENCRYPTED =
      InstanceConfig.empty().with(ConfigKey.ENCRYPTED, "on");
  private static final String TEXT = "a segment that nobody else may read";

  @TempDir Path directory;
  private Path path = Path.of("");
  private KeySettings key = KeySettings.NONE;
  private KeySettings other = KeySettings.NONE;

  @BeforeEach
  void makeKeys() {
    path = directory.resolve("catalog");
    TestKeys keys = new TestKeys(directory);
    key = TestKeys.keyFile(keys.keyFile("key"));
    other = TestKeys.keyFile(keys.keyFile("other"));
  }

  private Catalog open(KeySettings keys) {
    return Catalog.open(CatalogLocation.of(path), true, keys);
  }

  private static ObjectKey segment(Instance instance) {
    return new ObjectKey("wal").child(instance.name()).child("000000010000000000000001");
  }

  private static void write(Instance instance) {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    try (ObjectWriter writer = instance.store().write(segment(instance), PutMode.CREATE_NEW)) {
      writer.write(bytes, 0, bytes.length);
      writer.commit();
    }
  }

  private static String read(Instance instance) throws IOException {
    try (ObjectReader reader = instance.store().open(segment(instance)).orElseThrow();
        var in = reader.stream(0, reader.size())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void eachInstanceHasItsOwnKeyBesideAnOpenOne() throws Exception {
    Catalog.init(path);
    write(open(key).addInstance("sealed", ENCRYPTED));
    write(open(other).addInstance("private", ENCRYPTED));
    write(open(KeySettings.NONE).addInstance("open", InstanceConfig.empty()));

    assertThat(read(open(key).instance("sealed"))).isEqualTo(TEXT);
    assertThat(read(open(other).instance("private"))).isEqualTo(TEXT);
    assertThat(read(open(KeySettings.NONE).instance("open"))).isEqualTo(TEXT);
    assertThat(path.resolve(segment(open(KeySettings.NONE).instance("open")).toString()))
        .content()
        .isEqualTo(TEXT);
    assertThat(
            Files.readString(
                path.resolve("wal/sealed/000000010000000000000001"), StandardCharsets.ISO_8859_1))
        .doesNotContain("segment");
  }

  @Test
  void withoutTheKeyOrWithAnotherAnInstanceIsNotOpened() {
    Catalog.init(path);
    write(open(key).addInstance("sealed", ENCRYPTED));

    for (KeySettings wrong : new KeySettings[] {KeySettings.NONE, other}) {
      assertThatThrownBy(() -> open(wrong).instance("sealed"))
          .isInstanceOf(CatalogException.class)
          .hasMessageContaining("instance 'sealed'");
    }
  }

  /// Else a configuration that somebody changed in the store would have WAL sent there unencrypted.
  @Test
  void aKeyForAnOpenInstanceIsRefused() {
    Catalog.init(path).addInstance("open", InstanceConfig.empty());

    assertThatThrownBy(() -> open(key).instance("open"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("instance 'open'");
  }

  @Test
  void theNameOfTheAccessesIsNoInstanceOfAnEncryptedCatalog() {
    Catalog.init(CatalogLocation.of(path), key);

    assertThatThrownBy(() -> open(key).addInstance("access", InstanceConfig.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'access'");
    assertThat(path.resolve("backups/access")).doesNotExist();
  }
}
