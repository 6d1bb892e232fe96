package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3SettingsReaderTest {
  @TempDir private Path directory = Path.of("");

  private S3Settings read(String... lines) throws IOException {
    Path file = directory.resolve("s3.conf");
    Files.writeString(file, String.join("\n", lines));
    return S3SettingsReader.read(file, Optional.empty());
  }

  private void refused(String problems, String... lines) {
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("have problems:\n  " + problems);
  }

  private String keyFile() throws IOException {
    Path file = directory.resolve("key");
    Files.write(file, new byte[32]);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "customer-key-file = '" + file + "'";
  }

  @Test
  void eachEncryptionTakesItsOwnKey() throws Exception {
    assertThat(read("server-side-encryption = AES256").encryption())
        .isEqualTo(new ServerEncryption.StoreKeys());
    assertThat(read("server-side-encryption = aws:kms", "kms-key-id = k").encryption())
        .isEqualTo(new ServerEncryption.ManagedKey("k"));
    assertThat(read("server-side-encryption = customer", keyFile()).encryption())
        .isInstanceOf(ServerEncryption.OwnKey.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "server-side-encryption = AES256", "server-side-encryption = aws:kms"})
  void aKeyOfOursNeedsTheEncryptionThatUsesIt(String encryption) throws Exception {
    refused("customer-key-file: needs server-side-encryption = customer", encryption, keyFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "server-side-encryption = AES256"})
  void aManagedKeyNeedsTheEncryptionThatUsesIt(String encryption) {
    refused("kms-key-id: needs server-side-encryption = aws:kms", encryption, "kms-key-id = k");
  }

  @Test
  void allThatIsWrongWithKeysIsToldAtOnce() {
    refused(
        """
        customer-key-file: must be the absolute path of a file that can be read, not "key"
          customer-key-file: needs server-side-encryption = customer
          kms-key-id: needs server-side-encryption = aws:kms\
        """,
        "customer-key-file = key",
        "kms-key-id = k");
    refused(
        """
        customer-key-file: must be given with customer
          kms-key-id: needs server-side-encryption = aws:kms\
        """,
        "server-side-encryption = customer",
        "kms-key-id = k");
    refused(
        "server-side-encryption: must be AES256, aws:kms or customer, not \"kms\"",
        "server-side-encryption = kms",
        "kms-key-id = k");
  }

  @Test
  void anEndpointIsAUrlOfHttp() {
    refused(
        "endpoint: must be as https://host:port, not \"localhost:9000\"",
        "endpoint = localhost:9000");
    refused(
        "endpoint: must be as https://host:port, not \"http://minio_1:9000\": no host name has a"
            + " \"_\"",
        "endpoint = 'http://minio_1:9000'");
    refused(
        "endpoint: must be as https://host:port, not \"ftp://minio\"", "endpoint = 'ftp://minio'");
  }
}
