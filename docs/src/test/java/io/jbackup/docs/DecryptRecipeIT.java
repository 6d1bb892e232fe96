package io.jbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script beside docs/encryption.md decrypts what jbackup encrypted, without jbackup.
class DecryptRecipeIT {
  private static final int SEGMENT = 1 << 16;

  @TempDir private Path directory;
  private final Random random = new Random(5);

  @Test
  void aKeyFileOpensEveryObject() throws Exception {
    byte[] key = new byte[32];
    random.nextBytes(key);
    Path file = secret("key", key);
    requireDecrypted(KeySettings.of(file.toString(), null, null, null, null), file.toString());
  }

  @Test
  void aPassphraseOpensEveryObject() throws Exception {
    Path file = secret("passphrase", "correct horse\n".getBytes(StandardCharsets.UTF_8));
    requireDecrypted(
        KeySettings.of(null, file.toString(), null, null, null), "--passphrase", file.toString());
  }

  @Test
  void thePassphraseOfAnInstanceOpensItsObjects() throws Exception {
    Path file = secret("passphrase", "correct horse\n".getBytes(StandardCharsets.UTF_8));
    KeySettings keys = KeySettings.of(null, file.toString(), null, null, null);
    Path catalog = directory.resolve("catalog");
    Catalog.init(CatalogLocation.of(catalog)).close();
    InstanceConfig config = InstanceConfig.empty().with(ConfigKey.ENCRYPTED, "on");
    try (Catalog opened = Catalog.open(CatalogLocation.of(catalog), true, keys)) {
      opened.addInstance("main", config);
      requireDecrypted(opened.instance("main").store(), "--passphrase", file.toString());
    }
  }

  @Test
  void aRecipientsPrivateKeyOpensEveryObject() throws Exception {
    KeyPair pair = pair();
    String recipient = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    String pem = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    Path file =
        secret(
            "identity",
            ("-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII));
    requireDecrypted(KeySettings.of(null, null, null, recipient, null), file.toString());
  }

  private static KeyPair pair() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("X25519").generateKeyPair();
  }

  private Path secret(String name, byte[] content) throws IOException {
    Path file =
        Files.createFile(
            directory.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.write(file, content);
  }

  private void requireDecrypted(KeySettings keys, String... key) throws Exception {
    Path catalog = directory.resolve("catalog");
    Catalog.init(CatalogLocation.of(catalog), keys).close();
    try (Catalog opened = Catalog.open(CatalogLocation.of(catalog), true, keys)) {
      requireDecrypted(opened.store(), key);
    }
  }

  private void requireDecrypted(ObjectStore store, String... key) throws Exception {
    List<ObjectKey> objects =
        List.of(
            new ObjectKey("backups/main/SVXPK2/base.tar.zst"),
            new ObjectKey("wal/main/000000010000000000000001.zst"),
            new ObjectKey("wal/main/00000002.history"));
    List<byte[]> contents = new ArrayList<>();
    for (int size : new int[] {3 * SEGMENT + 17, 2 * SEGMENT - 64, 0}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      contents.add(content);
    }
    for (int i = 0; i < objects.size(); i++) {
      try (ObjectWriter writer = store.write(objects.get(i), PutMode.CREATE_NEW)) {
        writer.write(contents.get(i), 0, contents.get(i).length);
        assertThat(writer.commit()).isTrue();
      }
    }
    for (int i = 0; i < objects.size(); i++) {
      assertThat(decrypt(List.of(key), directory.resolve("catalog"), objects.get(i)))
          .isEqualTo(contents.get(i));
    }
  }

  private byte[] decrypt(List<String> key, Path catalog, ObjectKey object) throws Exception {
    Optional<String> python = python();
    assumeTrue(
        python.isPresent(), "Python with the package cryptography (docs/encryption.md) is needed");
    List<String> command = new ArrayList<>(List.of(python.get(), "jbackup-decrypt.py"));
    command.addAll(key);
    command.addAll(List.of(catalog.toString(), object.path()));
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(directory.resolve("errors"))).isZero();
    return Files.readAllBytes(output);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// One that has the package.
  private static Optional<String> python() throws IOException, InterruptedException {
    for (String program : List.of("python3", "/usr/bin/python3")) {
      Process process;
      try {
        process =
            new ProcessBuilder(program, "-c", "import cryptography")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException _) {
        // No such program.
        continue;
      }
      if (process.waitFor() == 0) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }
}
