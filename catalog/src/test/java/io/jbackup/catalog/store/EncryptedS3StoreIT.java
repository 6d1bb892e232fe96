package io.jbackup.catalog.store;

import io.jbackup.catalog.crypt.Encryption;
import io.jbackup.catalog.crypt.KeyScope;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.crypt.TestKeys;
import io.jbackup.catalog.store.s3.S3Stores;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.catalog.testing.s3.TestCertificate;
import io.jbackup.catalog.testing.s3.TlsFront;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Over TLS, as a server with a certificate of its own has it.
class EncryptedS3StoreIT extends ObjectStoreContract {
  @TempDir Path directory;
  private Path settings = Path.of("");
  private String bucket = "";
  private KeySettings keys = KeySettings.NONE;
  private @Nullable TlsFront front;

  @BeforeEach
  void createBucket() {
    TestBucket created = TestBucket.create();
    bucket = created.name();
    TestCertificate certificate = TestCertificate.local();
    TlsFront tls = TlsFront.before(created.server().endpoint(), certificate);
    front = tls;
    settings =
        created.settings(directory, tls.endpoint(), "ca-file = '" + certificate.file() + "'");
    keys = TestKeys.keyFile(new TestKeys(directory).keyFile("key"));
    Encryption.init(plain(), KeyScope.CATALOG, keys);
  }

  @AfterEach
  void closeFront() {
    if (front != null) {
      front.close();
    }
  }

  private ObjectStore plain() {
    return S3Stores.open(
        bucket, "a/prefix/", Optional.of(settings), Map.of(), Optional.empty(), () -> {});
  }

  @Override
  ObjectStore store() {
    return Encryption.open(plain(), KeyScope.CATALOG, keys).store();
  }
}
