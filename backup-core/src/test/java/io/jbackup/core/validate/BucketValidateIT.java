package io.jbackup.core.validate;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.FaultProxy.Fault;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/// With the catalog in a bucket.
final class BucketValidateIT extends ValidateScenarios {
  private static final int FORBIDDEN = 403;

  private final TestBucket bucket = TestBucket.create();
  private final FaultProxy proxy = FaultProxy.before(bucket.server());
  private int made;

  @Override
  ValidateLab lab(Path directory, PostgresServer source) {
    CatalogLocation place =
        CatalogLocation.parse(
            "s3://" + bucket.name() + "/c" + made++,
            Optional.of(bucket.settings(directory, proxy.endpoint())));
    Catalog.init(place).close();
    return new ValidateLab(Catalog.open(place, true), source);
  }

  @Override
  void breakReading(ObjectKey key) {
    String get = "GET /" + bucket.name() + "/c" + (made - 1) + "/" + key.path() + " ";
    proxy.faults(line -> line.startsWith(get) ? new Fault.Answer(FORBIDDEN, "") : new Fault.None());
  }

  @AfterEach
  void mend() {
    proxy.faults(_ -> new Fault.None());
  }

  @AfterAll
  void stopProxy() throws Exception {
    proxy.close();
  }
}
