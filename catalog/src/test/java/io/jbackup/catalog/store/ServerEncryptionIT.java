package io.jbackup.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.s3.S3Stores;
import io.jbackup.catalog.testing.s3.S3Server;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Objects that the server encrypts, by its own keys and by a key that is named, in one piece and
/// in parts.
class ServerEncryptionIT {
  private static final ObjectKey KEY = new ObjectKey("backups/main/T1/base.tar.zst");

  @TempDir Path directory;
  private final TestBucket bucket = TestBucket.encrypting();

  private ObjectStore store(String... settings) {
    return S3Stores.open(
        bucket.name(),
        "",
        Optional.of(bucket.settings(directory, settings)),
        Map.of(),
        Optional.empty(),
        () -> {});
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static void put(ObjectStore store, int size) {
    try (ObjectWriter writer = store.write(KEY, PutMode.CREATE_NEW)) {
      writer.write(bytes(size), 0, size);
      assertThat(writer.commit()).isTrue();
    }
  }

  /// Writes and reads it; returns what the server says of it.
  private HeadObjectResponse stored(ObjectStore store, int size) throws IOException {
    put(store, size);
    try (ObjectReader reader = store.open(KEY).orElseThrow();
        var in = reader.stream(0, reader.size())) {
      assertThat(in.readAllBytes()).isEqualTo(bytes(size));
    }
    try (S3Client client = bucket.client()) {
      return client.headObject(request -> request.bucket(bucket.name()).key(KEY.path()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300_000, 20_000_000})
  void byKeysOfTheStore(int size) throws Exception {
    try (ObjectStore store = store("server-side-encryption = AES256")) {
      assertThat(stored(store, size).serverSideEncryptionAsString()).isEqualTo("AES256");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300_000, 20_000_000})
  void byAKeyThatIsNamed(int size) throws Exception {
    try (ObjectStore store =
        store("server-side-encryption = aws:kms", "kms-key-id = " + S3Server.KMS_KEY)) {
      HeadObjectResponse head = stored(store, size);
      assertThat(head.serverSideEncryptionAsString()).isEqualTo("aws:kms");
      assertThat(head.ssekmsKeyId()).endsWith(S3Server.KMS_KEY);
    }
  }

  @Test
  void asAnInstanceWantsIt() throws Exception {
    ObjectTraits traits = new ObjectTraits("", "", "", "AES256", "", "");
    try (ObjectStore store = store()) {
      assertThat(stored(store.with(traits), 300_000).serverSideEncryptionAsString())
          .isEqualTo("AES256");
    }
  }

  @Test
  void aKeyThatTheServerDoesNotHave() {
    try (ObjectStore store =
        store("server-side-encryption = aws:kms", "kms-key-id = nobody", "timeout = 1s")) {
      assertThatThrownBy(() -> put(store, 300_000))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("could not write");
    }
  }
}
