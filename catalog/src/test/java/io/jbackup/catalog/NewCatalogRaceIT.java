package io.jbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.crypt.TestKeys;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several hosts make a catalog, or an instance of it, at the same moment in a bucket.
class NewCatalogRaceIT {
  private static final int HOSTS = 4;

  @TempDir Path directory;
  private final TestBucket bucket = TestBucket.create();
  private CatalogLocation place;
  private TestKeys keys;

  @BeforeEach
  void settings() {
    place =
        CatalogLocation.parse(
            "s3://" + bucket.name() + "/catalog", Optional.of(bucket.settings(directory)));
    keys = new TestKeys(directory);
  }

  private KeySettings key(int host) {
    return TestKeys.keyFile(keys.keyFile("key" + host));
  }

  /// Returns which hosts succeeded.
  private static List<Integer> race(IntFunction<AutoCloseable> attempt) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(HOSTS);
    List<Future<Boolean>> results = new ArrayList<>();
    try (ExecutorService hosts = Executors.newFixedThreadPool(HOSTS)) {
      for (int host = 0; host < HOSTS; host++) {
        int number = host;
        results.add(
            hosts.submit(() -> {
              barrier.await();
              attempt.apply(number).close();
              return true;
            }));
      }
    }
    List<Integer> winners = new ArrayList<>();
    for (int host = 0; host < HOSTS; host++) {
      try {
        assertThat(results.get(host).get()).isTrue();
        winners.add(host);
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(BackupException.class);
      }
    }
    return winners;
  }

  @Test
  void oneMakesTheCatalogAndItsKeyOpensIt() throws Exception {
    List<KeySettings> all = List.of(key(0), key(1), key(2), key(3));
    List<Integer> winners = race(host -> Catalog.init(place, all.get(host)));
    assertThat(winners).hasSize(1);
    Catalog.open(place, true, all.get(winners.getFirst())).close();
  }

  @Test
  void oneMakesTheInstanceAndItsKeyOpensIt() throws Exception {
    Catalog.init(place).close();
    List<KeySettings> all = List.of(key(0), key(1), key(2), key(3));
    List<Integer> winners =
        race(host -> {
          Catalog catalog = Catalog.open(place, true, all.get(host));
          InstanceConfig config =
              InstanceConfig.empty()
                  .with(ConfigKey.ENCRYPTED, "on")
                  .with(ConfigKey.SYSTEM_IDENTIFIER, "" + (host + 1));
          try {
            catalog.addInstance("main", config);
            return catalog;
          } catch (BackupException e) {
            catalog.close();
            throw e;
          }
        });
    assertThat(winners).hasSize(1);
    int winner = winners.getFirst();
    try (Catalog catalog = Catalog.open(place, true, all.get(winner))) {
      assertThat(catalog.instance("main").config().systemIdentifier()).isEqualTo(winner + 1);
    }
  }
}
