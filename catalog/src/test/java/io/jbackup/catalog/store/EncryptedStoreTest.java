package io.jbackup.catalog.store;

import io.jbackup.catalog.crypt.Encryption;
import io.jbackup.catalog.crypt.KeyScope;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.crypt.TestKeys;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EncryptedStoreTest extends ObjectStoreContract {
  @TempDir Path directory;
  private KeySettings keys = KeySettings.NONE;

  @BeforeEach
  void init() {
    keys = TestKeys.keyFile(new TestKeys(directory).keyFile("key"));
    Encryption.init(plain(), KeyScope.CATALOG, keys);
  }

  private ObjectStore plain() {
    return new LocalStore(directory.resolve("catalog"), true);
  }

  @Override
  ObjectStore store() {
    return Encryption.open(plain(), KeyScope.CATALOG, keys).store();
  }
}
