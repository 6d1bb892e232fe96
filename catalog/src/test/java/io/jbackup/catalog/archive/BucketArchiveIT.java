package io.jbackup.catalog.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.archive.PublishResult.AlreadyThere;
import io.jbackup.catalog.archive.PublishResult.Conflict;
import io.jbackup.catalog.archive.PublishResult.Stored;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.s3.S3Stores;
import io.jbackup.catalog.testing.SampleWal;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that compress differently, and what is asked of the store for a segment.
class BucketArchiveIT {
  @TempDir static Path directory = Path.of("");

  private final SampleWal wal = SampleWal.small();
  private final String name = wal.name(1, 7);
  private final TestBucket bucket = TestBucket.create();
  private final FaultProxy proxy = FaultProxy.before(bucket.server());
  private final ObjectStore store =
      S3Stores.open(
          bucket.name(),
          "",
          Optional.of(bucket.settings(directory, proxy.endpoint())),
          Map.of(),
          Optional.empty(),
          () -> {});
  private final WalArchive archive = new WalArchive(store, new ObjectKey("wal/main"));

  @AfterEach
  void close() {
    store.close();
    proxy.close();
  }

  private PublishResult publish(Algorithm algorithm, int content, boolean overwrite)
      throws Exception {
    Path file = Files.write(directory.resolve(name), wal.segment(1, 7, content));
    WalIdentity identity = new WalIdentity(wal.systemId(), wal.size());
    try (WalPublisher publisher =
        new WalPublisher(
            archive,
            identity,
            Compression.of(algorithm),
            overwrite,
            StoredForms.of(archive, List.of(name)))) {
      return publisher.publish(file, name);
    }
  }

  private byte[] read() throws Exception {
    try (InputStream in = archive.open(archive.find(name).orElseThrow())) {
      return in.readAllBytes();
    }
  }

  @Test
  void aSegmentIsOnePutBesideOneListing() throws Exception {
    assertThat(publish(Algorithm.ZSTD, 1, false)).isInstanceOf(Stored.class);
    assertThat(proxy.requests())
        .containsExactlyInAnyOrder(
            "PUT /" + bucket.name() + "/wal/main/" + name + ".zst",
            "GET /" + bucket.name() + "?list-type=2&delimiter=%2F&prefix=wal%2Fmain%2F" + name);
  }

  @Test
  void whatIsThereAlreadyIsNotSentAgain() throws Exception {
    publish(Algorithm.ZSTD, 1, false);
    assertThat(publish(Algorithm.ZSTD, 1, false)).isInstanceOf(AlreadyThere.class);
    assertThat(publish(Algorithm.ZSTD, 2, false)).isInstanceOf(Conflict.class);
    assertThat(proxy.requests()).filteredOn(request -> request.startsWith("PUT ")).hasSize(1);
  }

  @Test
  void manySegmentsAreLookedForAtOnce() throws Exception {
    publish(Algorithm.ZSTD, 1, false);
    String earlier = wal.name(1, 6);
    String history = "00000002.history";
    StoredForms forms = StoredForms.of(archive, List.of(history, name, earlier));
    assertThat(forms.of(name))
        .singleElement()
        .extracting(ArchivedFile::storedName)
        .isEqualTo(name + ".zst");
    assertThat(forms.of(earlier)).isEmpty();
    assertThat(proxy.requests()).filteredOn(request -> request.startsWith("GET ")).hasSize(2);
  }

  @Test
  void theSameWalInAnotherCompressionIsThere() throws Exception {
    publish(Algorithm.NONE, 1, false);
    assertThat(publish(Algorithm.ZSTD, 1, false)).isInstanceOf(AlreadyThere.class);
    assertThat(archive.list()).singleElement().extracting(ArchivedFile::storedName).isEqualTo(name);
  }

  @Test
  void otherWalInAnotherCompressionIsAConflict() throws Exception {
    publish(Algorithm.GZIP, 1, false);
    assertThat(publish(Algorithm.ZSTD, 2, false)).isInstanceOf(Conflict.class);
    assertThat(archive.list())
        .singleElement()
        .extracting(ArchivedFile::storedName)
        .isEqualTo(name + ".gz");
    assertThat(publish(Algorithm.ZSTD, 2, true)).isInstanceOf(Stored.class);
    assertThat(archive.list())
        .singleElement()
        .extracting(ArchivedFile::storedName)
        .isEqualTo(name + ".zst");
    assertThat(read()).isEqualTo(wal.segment(1, 7, 2));
  }
}
