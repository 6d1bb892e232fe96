package io.jbackup.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.s3.S3Stores;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.FaultProxy.Fault;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What replies say that the real server does not say here.
class S3RepliesIT {
  private static final ObjectKey SEGMENT = new ObjectKey("wal/main/000000010000000000000001");

  @TempDir static Path directory = Path.of("");

  private final TestBucket bucket = TestBucket.create();
  private final FaultProxy proxy = FaultProxy.before(bucket.server());
  private final ObjectStore store = store();

  private ObjectStore store() {
    Path file = bucket.settings(directory, proxy.endpoint(), "timeout = 20s");
    return S3Stores.open(
        bucket.name(), "", Optional.of(file), Map.of(), Optional.empty(), () -> {});
  }

  @AfterEach
  void close() {
    store.close();
    proxy.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void put(ObjectKey key, byte[] bytes) {
    SmallObjects.write(store, key, bytes, PutMode.CREATE_NEW);
  }

  /// Each fault once.
  private void once(Predicate<String> which, Fault fault) {
    AtomicInteger met = new AtomicInteger();
    proxy.faults(line -> which.test(line) && met.getAndIncrement() == 0 ? fault : new Fault.None());
  }

  private static void readAll(ObjectReader reader) {
    byte[] target = new byte[Math.toIntExact(reader.size())];
    reader.read(0, target, 0, target.length);
  }

  private static void streamAll(ObjectReader reader) {
    try (InputStream in = reader.stream(0, reader.size())) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw StorageFailures.ofStream("segment", e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 3_000_000})
  void aSegmentThatChangedOnItsWayIsNoSegment(int size) {
    assumeTrue(bucket.server().name().startsWith("MinIO"), "keeps checksums");
    put(SEGMENT, bytes(size));
    List<Consumer<ObjectReader>> ways = List.of(S3RepliesIT::readAll, S3RepliesIT::streamAll);
    for (var way : ways) {
      once(line -> line.startsWith("GET "), new Fault.DamageReply(size - 1));
      assertThatThrownBy(
              () -> {
                try (ObjectReader reader = store.open(SEGMENT).orElseThrow()) {
                  way.accept(reader);
                }
              })
          .isInstanceOf(CorruptException.class)
          .hasMessageContaining("does not have the checksum that it was stored with");
    }
    try (ObjectReader reader = store.open(SEGMENT).orElseThrow()) {
      readAll(reader);
    }
  }

  @Test
  void aLeaseIsAskedForAgainWhenNothingIsAnswered() throws Exception {
    SwapStore swaps = store.swaps().orElseThrow();
    ObjectKey lease = new ObjectKey("locks/main/instance.lease");
    assertThat(swaps.swap(lease, null, "mine")).isTrue();
    String tag = swaps.read(lease).orElseThrow().tag();
    for (String method : List.of("GET ", "PUT ")) {
      once(line -> line.startsWith(method), new Fault.Silence());
      FutureTask<Boolean> renewal =
          new FutureTask<>(() -> {
            String now = swaps.read(lease).orElseThrow().tag();
            return now.equals(tag) && (method.equals("GET ") || swaps.swap(lease, now, "again"));
          });
      Thread.ofVirtual().start(renewal);
      assertThat(renewal.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatPassesIsDeletedByAnotherRequest() {
    put(SEGMENT, bytes(10));
    String busy =
        "<DeleteResult><Error><Key>%s</Key><Code>SlowDown</Code><Message>Later.</Message></Error>"
            + "</DeleteResult>";
    once(line -> line.startsWith("POST "), new Fault.Answer(200, busy.formatted(SEGMENT)));
    store.delete(List.of(SEGMENT));
    assertThat(store.stat(SEGMENT)).isEmpty();

    String denied = busy.replace("SlowDown", "AccessDenied");
    once(line -> line.startsWith("POST "), new Fault.Answer(200, denied.formatted(SEGMENT)));
    assertThatThrownBy(() -> store.delete(List.of(SEGMENT)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("AccessDenied");
  }

  /// As Amazon S3 tells of uploads; MinIO does so by whole names only.
  @Test
  void onlyUploadsDirectlyBelowAFolderAreSwept() {
    Instant old = Instant.now().minus(Duration.ofDays(2));
    StringBuilder uploads = new StringBuilder("<ListMultipartUploadsResult>");
    for (String name : List.of("backups/main/lost", "backups/main/TPB4TM/base.tar")) {
      uploads.append(
          "<Upload><Key>%s</Key><UploadId>u</UploadId><Initiated>%s</Initiated></Upload>"
              .formatted(name, old));
    }
    uploads.append("<IsTruncated>false</IsTruncated></ListMultipartUploadsResult>");
    proxy.faults(line ->
        line.startsWith("DELETE ")
            ? new Fault.Answer(204, "")
            : new Fault.Answer(200, uploads.toString()));
    ObjectKey folder = new ObjectKey("backups/main");
    assertThat(store.sweep(folder, old.plusSeconds(1))).isEqualTo(1);
    assertThat(store.sweep(folder, old)).isZero();
    assertThat(proxy.requests())
        .filteredOn(line -> line.startsWith("DELETE "))
        .singleElement()
        .asString()
        .contains("/backups/main/lost");
    store.deleteFolder(folder);
    assertThat(proxy.requests())
        .filteredOn(line -> line.startsWith("DELETE "))
        .anyMatch(line -> line.contains("/backups/main/TPB4TM/base.tar"));
  }
}
