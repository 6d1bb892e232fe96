package io.jbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.StorageClass;

class CatalogBucketIT {
  @TempDir Path directory;

  private CatalogLocation location = CatalogLocation.of(Path.of("/"));
  private final TestBucket bucket = TestBucket.create();

  @BeforeEach
  void nameTheCatalog() {
    location = at("s3://" + bucket.name() + "/some/catalog");
  }

  private CatalogLocation at(String text) {
    return CatalogLocation.parse(
        text, Map.of(CatalogLocation.SETTINGS_VARIABLE, bucket.settings(directory).toString()));
  }

  @Test
  void instancesAndBackupsAreAddedListedAndRemoved() {
    try (Catalog catalog = Catalog.init(location)) {
      assertThat(catalog.instances()).isEmpty();
      catalog.addInstance("main", InstanceConfig.empty().with(ConfigKey.PGPORT, "5433"));
      catalog.addInstance("other", InstanceConfig.empty());
    }
    try (Catalog catalog = Catalog.open(location, true)) {
      assertThat(catalog.instances()).containsExactly("main", "other");
      Instance main = catalog.instance("main");
      assertThat(main.config().get(ConfigKey.PGPORT)).contains("5433");
      StoredBackup backup =
          main.create(Instant.now(), BackupControl.empty().with(BackupStatus.RUNNING));
      backup.save(backup.control().with(BackupStatus.OK));
      assertThat(main.backups()).hasSize(1);
      assertThat(main.backups().getFirst().control().status()).isEqualTo(BackupStatus.OK);
      assertThatThrownBy(() -> catalog.addInstance("main", InstanceConfig.empty()))
          .isInstanceOf(CatalogException.class);
      catalog.deleteInstance("main");
      assertThat(catalog.instances()).containsExactly("other");
    }
    assertThatThrownBy(() -> Catalog.init(location))
        .isInstanceOf(CatalogException.class)
        .hasMessage("The backup catalog already exists and is not empty: \"%s\"", location);
  }

  @Test
  void objectsOfAnInstanceAreAsItsConfigurationSays() {
    assumeTrue(bucket.server().name().startsWith("MinIO"), "knows tags and storage classes");
    ObjectKey wal = new ObjectKey("wal/main/00000002.history");
    try (Catalog catalog = Catalog.init(location);
        S3Client client = bucket.client()) {
      Instance main =
          catalog.addInstance(
              "main",
              InstanceConfig.empty()
                  .with(ConfigKey.S3_STORAGE_CLASS_WAL, "REDUCED_REDUNDANCY")
                  .with(ConfigKey.S3_TAGS, "cluster=main"));
      SmallObjects.write(main.store(), wal, new byte[10], PutMode.CREATE_NEW);
      String key = "some/catalog/" + wal;
      assertThat(client.headObject(object -> object.bucket(bucket.name()).key(key)).storageClass())
          .isEqualTo(StorageClass.REDUCED_REDUNDANCY);
      assertThat(client.getObjectTagging(object -> object.bucket(bucket.name()).key(key)).tagSet())
          .singleElement()
          .hasToString("Tag(Key=cluster, Value=main)");
    }
  }

  @Test
  void anInstanceTakesItsLeasesAlong() {
    try (Catalog catalog = Catalog.init(location)) {
      Instance main = catalog.addInstance("main", InstanceConfig.empty());
      Locks locks = main.locks(LockRequest.withoutWaiting("test"));
      for (LockTarget target :
          List.of(LockTarget.backup(new BackupId("ABCDEF")), LockTarget.retention())) {
        locks.acquire(target, LockMode.SHARED).close();
      }
      ObjectKey folder = new ObjectKey("locks/main");
      assertThat(catalog.store().list(folder).objects()).hasSize(3);
      try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.EXCLUSIVE)) {
        catalog.deleteInstance("main");
        assertThat(catalog.store().list(folder).objects())
            .extracting(ObjectInfo::key)
            .containsExactly(folder.child("instance.lease"));
      }
      assertThat(catalog.store().list(folder).objects()).isEmpty();
    }
  }

  @Test
  void aPrefixWithoutACatalogIsNone() {
    assertThatThrownBy(() -> Catalog.open(location, true))
        .isInstanceOf(CatalogException.class)
        .hasMessage("\"%s\" is not a backup catalog: it has no jbackup.catalog", location);
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    CatalogLocation absent = at("s3://absent-" + bucket.name());
    assertThatThrownBy(() -> Catalog.open(absent, true))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("NoSuchBucket");
  }

  @Test
  void ofManyWhoLockAtOnceOneGetsIt() throws Exception {
    try (Catalog catalog = Catalog.init(location);
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      Instance main = catalog.addInstance("main", InstanceConfig.empty());
      CountDownLatch tried = new CountDownLatch(6);
      List<Callable<Boolean>> takers =
          IntStream.range(0, 6)
              .<Callable<Boolean>>mapToObj(_ -> () -> takeUntilAllHaveTried(main, tried))
              .toList();
      int winners = 0;
      for (Future<Boolean> result : threads.invokeAll(takers)) {
        winners += result.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
      assertThat(main.locks(LockRequest.withoutWaiting("show")).owners(LockTarget.retention()))
          .isEmpty();
    }
  }

  private static boolean takeUntilAllHaveTried(Instance main, CountDownLatch tried)
      throws InterruptedException {
    var lock =
        main.locks(LockRequest.withoutWaiting("delete"))
            .tryAcquire(LockTarget.retention(), LockMode.EXCLUSIVE);
    tried.countDown();
    tried.await();
    lock.ifPresent(HeldLock::close);
    return lock.isPresent();
  }
}
