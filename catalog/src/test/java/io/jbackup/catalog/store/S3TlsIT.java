package io.jbackup.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.s3.S3Stores;
import io.jbackup.catalog.testing.s3.CutFront;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.FaultProxy.Fault;
import io.jbackup.catalog.testing.s3.TestBucket;
import io.jbackup.catalog.testing.s3.TestCertificate;
import io.jbackup.catalog.testing.s3.TlsFront;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With both libraries for TLS.
class S3TlsIT {
  private static final ObjectKey KEY = new ObjectKey("wal/main/000000010000000000000001");
  private static final int SMALL = 300_000;
  private static final int LARGE = 20_000_000;

  @TempDir static Path directory = Path.of("");

  private final TestBucket bucket = TestBucket.create();
  private final TestCertificate certificate = TestCertificate.local();
  private final FaultProxy proxy = FaultProxy.before(bucket.server());

  @AfterEach
  void close() {
    proxy.close();
  }

  private ObjectStore store(URI endpoint, String... settings) {
    Path file = bucket.settings(directory, endpoint, settings);
    return S3Stores.open(
        bucket.name(), "", Optional.of(file), Map.of(), Optional.empty(), () -> {});
  }

  private static String trusting(TestCertificate certificate) {
    return "ca-file = '" + certificate.file() + "'";
  }

  private static boolean put(ObjectStore store, int size) {
    try (ObjectWriter writer = store.write(KEY, PutMode.CREATE_NEW)) {
      writer.write(bytes(size), 0, size);
      return writer.commit();
    }
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] get(ObjectStore store) throws IOException {
    try (ObjectReader reader = store.open(KEY).orElseThrow();
        var in = reader.stream(0, reader.size())) {
      return in.readAllBytes();
    }
  }

  /// What is done with a store that is reached over TLS.
  private interface Use {
    void of(ObjectStore store) throws IOException;
  }

  private void over(URI server, TestCertificate shown, Use use, String... settings)
      throws IOException {
    try (TlsFront front = TlsFront.before(server, shown);
        ObjectStore store = store(front.endpoint(), settings)) {
      use.of(store);
    }
  }

  private void refused(TestCertificate shown, Consumer<StorageException> judge, String... settings)
      throws IOException {
    over(
        proxy.endpoint(),
        shown,
        store ->
            assertThatThrownBy(() -> put(store, SMALL))
                .isInstanceOfSatisfying(StorageException.class, judge),
        settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void anObjectInPartsComesBack(String tls) throws Exception {
    over(
        bucket.server().endpoint(),
        certificate,
        store -> {
          assertThat(put(store, LARGE)).isTrue();
          assertThat(get(store)).isEqualTo(bytes(LARGE));
          assertThat(put(store, SMALL)).isFalse();
        },
        trusting(certificate),
        "tls = " + tls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void aStrangersCertificateIsRefused(String tls) throws Exception {
    TestCertificate other = TestCertificate.of("IP:127.0.0.2", directory);
    refused(
        certificate,
        e -> {
          assertThat(e)
              .hasMessageContaining("TLS: ")
              .hasMessageContaining("PKIX path")
              .hasMessageNotContaining("attempts");
          assertThat(e.hint()).contains("ca-file");
        },
        trusting(other),
        "tls = " + tls,
        "timeout = 1s");
    assertThat(proxy.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void withoutAFileOnlyPublicAuthoritiesAreTrusted(String tls) throws Exception {
    refused(
        certificate,
        e -> assertThat(e).hasMessageContaining("PKIX path").hasMessageNotContaining("attempts"),
        "tls = " + tls,
        "timeout = 1s");
    assertThat(proxy.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void aTrustedCertificateOfAnotherHostIsRefused(String tls) throws Exception {
    TestCertificate other = TestCertificate.of("IP:127.0.0.2", directory);
    refused(
        other,
        e -> {
          assertThat(e)
              .hasMessageContaining("TLS: ")
              .hasMessageContaining("127.0.0.1")
              .hasMessageNotContaining("attempts");
          assertThat(e.hint()).contains("another host name").doesNotContain("ca-file");
        },
        trusting(other),
        "tls = " + tls,
        "timeout = 1s");
    assertThat(proxy.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void aHandshakeThatIsCutIsTriedAgain(String tls) throws Exception {
    try (TlsFront front = TlsFront.before(bucket.server().endpoint(), certificate);
        CutFront cutting = CutFront.before(front.endpoint(), 2);
        ObjectStore store = store(cutting.endpoint(), trusting(certificate), "tls = " + tls)) {
      assertThat(put(store, SMALL)).isTrue();
      assertThat(cutting.connections()).isGreaterThan(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void whatIsCutIsSentAgain(String tls) throws Exception {
    AtomicInteger met = new AtomicInteger();
    proxy.faults(line ->
        switch (met.getAndIncrement()) {
          case 0 -> new Fault.CutRequest(100_000);
          case 1 -> new Fault.LoseReply();
          default -> new Fault.None();
        });
    over(
        proxy.endpoint(),
        certificate,
        store -> {
          assertThat(put(store, SMALL)).isTrue();
          assertThat(met.get()).isGreaterThan(2);
          met.set(2);
          assertThat(get(store)).isEqualTo(bytes(SMALL));
        },
        trusting(certificate),
        "tls = " + tls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void aReplyThatIsCutIsNoWholeObject(String tls) throws Exception {
    over(
        proxy.endpoint(),
        certificate,
        store -> {
          assertThat(put(store, SMALL)).isTrue();
          proxy.faults(
              line -> line.startsWith("GET ") ? new Fault.CutReply(200_000) : new Fault.None());
          assertThat(get(store)).isEqualTo(bytes(SMALL));
          proxy.faults(
              line -> line.startsWith("GET ") ? new Fault.CutReply(20_000) : new Fault.None());
          assertThatThrownBy(() -> get(store))
              .isInstanceOf(StorageException.class)
              .hasMessageContaining("could not read");
        },
        trusting(certificate),
        "tls = " + tls,
        "timeout = 2s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void aConnectionThatIsAlwaysCutIsNoMatterOfCertificates(String tls) throws Exception {
    proxy.faults(_ -> new Fault.CutRequest(100_000));
    refused(
        certificate,
        e -> {
          assertThat(e).hasMessageContaining("could not write");
          assertThat(e.hint()).contains("network").doesNotContain("ca-file");
        },
        trusting(certificate),
        "tls = " + tls,
        "timeout = 1s");
  }
}
