package io.jbackup.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.s3.S3Stores;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsOfStoreIT {
  private static final ObjectKey FOLDER = new ObjectKey("backups/main");
  private static final ObjectKey KEY = FOLDER.child("ID").child("backup.control");

  @TempDir Path directory;

  private static ObjectStore now(TestBucket bucket, Path settings) {
    return S3Stores.open(
        bucket.name(), "p/", Optional.of(settings), Map.of(), Optional.empty(), () -> {});
  }

  private static ObjectStore asOf(TestBucket bucket, Path settings, Instant time) {
    return S3Stores.openAsOf(bucket.name(), "p/", Optional.of(settings), Map.of(), time);
  }

  /// Returns a time at which the object was there; what is done next comes later.
  private static Instant put(ObjectStore store, ObjectKey key, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    SmallObjects.write(store, key, bytes, PutMode.REPLACE);
    return after();
  }

  private static Instant after() {
    Instant time = Instant.now();
    while (Duration.between(time, Instant.now()).toMillis() < 2) {
      Thread.onSpinWait();
    }
    return time;
  }

  @Test
  void whatWasReplacedOrDeletedIsThereAsItWas() {
    TestBucket bucket = TestBucket.versioned();
    Path settings = bucket.settings(directory);
    try (ObjectStore store = now(bucket, settings)) {
      Instant nothing = after();
      Instant first = put(store, KEY, "first");
      Instant second = put(store, KEY, "the second");
      store.delete(List.of(KEY));
      Instant gone = after();
      Instant third = put(store, KEY, "3");

      assertThat(read(bucket, settings, nothing)).isEmpty();
      assertThat(read(bucket, settings, first)).contains("first");
      assertThat(read(bucket, settings, second)).contains("the second");
      assertThat(read(bucket, settings, gone)).isEmpty();
      assertThat(read(bucket, settings, third)).contains("3");
      try (ObjectStore then = asOf(bucket, settings, second)) {
        assertThat(then.stat(KEY).orElseThrow().size()).isEqualTo(10);
        assertThat(then.list(FOLDER.child("ID")).objects())
            .extracting(ObjectInfo::size)
            .containsExactly(10L);
        assertThat(then.checksum(KEY)).isNotEqualTo(store.checksum(KEY));
      }
    }
  }

  private static Optional<String> read(TestBucket bucket, Path settings, Instant time) {
    try (ObjectStore then = asOf(bucket, settings, time)) {
      return SmallObjects.read(then, KEY);
    }
  }

  @Test
  void foldersAreThoseThatHadSomethingInThem() {
    TestBucket bucket = TestBucket.versioned();
    Path settings = bucket.settings(directory);
    try (ObjectStore store = now(bucket, settings)) {
      put(store, FOLDER.child("OLD").child("base.tar"), "old");
      Instant before = put(store, KEY, "kept");
      store.deleteFolder(FOLDER.child("OLD"));
      Instant between = after();
      put(store, FOLDER.child("NEW").child("backup.control"), "new");
      try (ObjectStore then = asOf(bucket, settings, before)) {
        assertThat(then.list(FOLDER).folders()).containsExactly("ID", "OLD");
      }
      try (ObjectStore then = asOf(bucket, settings, between)) {
        assertThat(then.list(FOLDER).folders()).containsExactly("ID");
        assertThat(then.list(FOLDER.child("NEW")).objects()).isEmpty();
      }
      assertThat(store.list(FOLDER).folders()).containsExactly("ID", "NEW");
    }
  }

  @Test
  void anObjectMayHaveMoreVersionsThanAPageOfAListing() throws Exception {
    TestBucket bucket = TestBucket.versioned();
    Path settings = bucket.settings(directory);
    try (ObjectStore store = now(bucket, settings);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Instant first = put(store, KEY, "first");
      List<Callable<Instant>> writers =
          IntStream.range(0, 2100)
              .<Callable<Instant>>mapToObj(i -> () -> put(store, KEY, "later " + i))
              .toList();
      for (Future<Instant> written : threads.invokeAll(writers)) {
        assertThat(written.get()).isAfter(first);
      }
      ObjectKey next = FOLDER.child("ID").child("base.tar");
      put(store, next, "next");
      assertThat(read(bucket, settings, first)).contains("first");
      try (ObjectStore then = asOf(bucket, settings, Instant.now())) {
        assertThat(then.list(FOLDER.child("ID")).objects())
            .extracting(ObjectInfo::key)
            .containsExactly(KEY, next);
      }
    }
  }

  @Test
  void nothingIsWritten() {
    TestBucket bucket = TestBucket.versioned();
    try (ObjectStore then = asOf(bucket, bucket.settings(directory), Instant.now())) {
      assertThatThrownBy(() -> put(then, KEY, "text"))
          .isInstanceOf(StorageException.class)
          .hasMessageEndingWith(": nothing is written");
      assertThatThrownBy(() -> then.deleteFolder(FOLDER)).isInstanceOf(StorageException.class);
    }
  }

  @Test
  void aTimeThatIsStillToComeIsRefused() {
    TestBucket bucket = TestBucket.versioned();
    Path settings = bucket.settings(directory);
    assertThatThrownBy(() -> asOf(bucket, settings, Instant.now().plusSeconds(60)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is in the future");
  }

  @Test
  void aBucketWithoutVersionsIsRefused() {
    TestBucket bucket = TestBucket.create();
    Path settings = bucket.settings(directory);
    assertThatThrownBy(() -> asOf(bucket, settings, Instant.now()))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "bucket \"%s\" keeps no versions of its objects, as --as-of needs", bucket.name());
  }
}
