package io.jbackup.catalog.store;

import io.jbackup.catalog.store.s3.S3Stores;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class S3StoreIT extends ObjectStoreContract {
  @TempDir Path directory;

  private Path settings = Path.of("");
  private String bucket = "";

  @BeforeEach
  void createBucket() {
    TestBucket created = TestBucket.create();
    bucket = created.name();
    settings = created.settings(directory);
  }

  @Override
  ObjectStore store() {
    return S3Stores.open(
        bucket, "a/prefix/", Optional.of(settings), Map.of(), Optional.empty(), () -> {});
  }
}
