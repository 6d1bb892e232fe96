package io.jbackup.catalog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.s3.S3Stores;
import io.jbackup.catalog.store.s3.S3Traffic;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.FaultProxy.Fault;
import io.jbackup.catalog.testing.s3.TestBucket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3FaultsIT {
  private static final ObjectKey KEY = new ObjectKey("wal/main/000000010000000000000001");
  private static final byte[] SMALL = bytes(300_000);

  /// So small that it is sent without asking whether it is wanted.
  private static final byte[] UNASKED = bytes(50_000);

  /// A segment of the usual size, which compression and encryption have made longer.
  private static final byte[] SEGMENT = bytes((16 << 20) + 100_000);

  private static final byte[] LARGE = bytes(20_000_000);

  @TempDir static Path directory = Path.of("");

  private final TestBucket bucket = TestBucket.create();
  private final FaultProxy proxy = FaultProxy.before(bucket.server());
  private final AtomicReference<Runnable> guard = new AtomicReference<>(() -> {});
  private ObjectStore store = store("timeout = 20s");

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private ObjectStore store(String... settings) {
    Path file = bucket.settings(directory, proxy.endpoint(), settings);
    return S3Stores.open(
        bucket.name(), "", Optional.of(file), Map.of(), Optional.empty(), () -> guard.get().run());
  }

  @BeforeEach
  void loadTheClient() {
    assertThat(store.stat(KEY)).isEmpty();
    proxy.forget();
  }

  @AfterEach
  void close() {
    store.close();
    proxy.close();
  }

  private boolean put(byte[] bytes, PutMode mode) {
    try (ObjectWriter writer = store.write(KEY, mode)) {
      writer.write(bytes, 0, bytes.length);
      return writer.commit();
    }
  }

  private byte[] get() throws IOException {
    try (ObjectReader reader = store.open(KEY).orElseThrow();
        var in = reader.stream(0, reader.size())) {
      return in.readAllBytes();
    }
  }

  /// The first request of that kind has the fault, all others have none.
  private void once(Predicate<String> request, Fault fault) {
    AtomicInteger met = new AtomicInteger();
    proxy.faults(
        line -> request.test(line) && met.getAndIncrement() == 0 ? fault : new Fault.None());
  }

  private void always(Fault fault) {
    proxy.faults(_ -> fault);
  }

  private static boolean isPut(String line) {
    return line.startsWith("PUT ");
  }

  @Test
  void aSmallObjectIsOneConditionalPut() {
    assertThat(put(SMALL, PutMode.CREATE_NEW)).isTrue();
    assertThat(proxy.requests()).containsExactly("PUT /" + bucket.name() + "/" + KEY);
  }

  @Test
  void aSegmentIsOneRequestEachWay() throws Exception {
    assertThat(put(SEGMENT, PutMode.CREATE_NEW)).isTrue();
    assertThat(get()).isEqualTo(SEGMENT);
    String path = "/" + bucket.name() + "/" + KEY;
    assertThat(proxy.requests()).containsExactly("PUT " + path, "GET " + path);
  }

  @Test
  void openingASmallObjectIsOneRequest() throws Exception {
    put(SMALL, PutMode.CREATE_NEW);
    proxy.forget();
    assertThat(get()).isEqualTo(SMALL);
    assertThat(proxy.requests()).containsExactly("GET /" + bucket.name() + "/" + KEY);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100_000})
  void anUploadThatIsCutIsSentAgain(long bytes) throws Exception {
    once(S3FaultsIT::isPut, new Fault.CutRequest(bytes));
    assertThat(put(SMALL, PutMode.CREATE_NEW)).isTrue();
    assertThat(get()).isEqualTo(SMALL);
  }

  @Test
  void aLostReplyToACreationIsRecognisedAsSuccess() throws Exception {
    once(S3FaultsIT::isPut, new Fault.LoseReply());
    assertThat(put(SMALL, PutMode.CREATE_NEW)).isTrue();
    assertThat(get()).isEqualTo(SMALL);
  }

  @Test
  void anotherOnesObjectIsNotTakenForOurs() {
    assertThat(put(LARGE, PutMode.CREATE_NEW)).isTrue();
    once(S3FaultsIT::isPut, new Fault.LoseReply());
    assertThat(put(SMALL, PutMode.CREATE_NEW)).isFalse();
  }

  @Test
  void anObjectThatIsThereIsToldBeforeTheContentIsSent() throws Exception {
    byte[] other = bytes(700_000);
    assertThat(put(SMALL, PutMode.CREATE_NEW)).isTrue();
    proxy.forget();
    assertThat(put(other, PutMode.CREATE_NEW)).isFalse();
    assertThat(proxy.requests()).filteredOn(S3FaultsIT::isPut).hasSize(1);
    long sent = proxy.sent(S3FaultsIT::isPut);
    assertThat(get()).isEqualTo(SMALL);
    String server = bucket.server().name();
    assumeTrue(server.startsWith("MinIO"), server + " takes the content before it looks");
    assertThat(sent).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST .*uploads.*", "PUT .*partNumber=2.*", "POST .*uploadId.*"})
  void aLostReplyInALargeUploadDoesNoHarm(String request) throws Exception {
    once(line -> line.matches(request), new Fault.LoseReply());
    assertThat(put(LARGE, PutMode.CREATE_NEW)).isTrue();
    assertThat(get()).isEqualTo(LARGE);
  }

  /// From memory, and from a file.
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void aPartThatIsCutIsSentAgain(int connections) throws Exception {
    store = store("timeout = 20s", "connections = " + connections);
    once(line -> line.contains("partNumber=1"), new Fault.CutRequest(1_000_000));
    assertThat(put(LARGE, PutMode.CREATE_NEW)).isTrue();
    assertThat(get()).isEqualTo(LARGE);
  }

  @Test
  void anUploadThatFailsForGoodLeavesNothing() {
    store.close();
    store = store("timeout = 1s");
    proxy.faults(line ->
        line.contains("partNumber=2")
            ? new Fault.Answer(503, error("SlowDown", "Please reduce your request rate."))
            : new Fault.None());
    assertThatThrownBy(() -> put(LARGE, PutMode.CREATE_NEW))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching("could not write \"s3://.*\": SlowDown.* \\(after .* attempts\\)");
    assertThat(store.stat(KEY)).isEmpty();
    try (var client = bucket.client()) {
      assertThat(
              client
                  .listMultipartUploads(request -> request.bucket(bucket.name()).prefix("" + KEY))
                  .uploads())
          .isEmpty();
    }
  }

  @Test
  void aReplyThatIsCutIsReadOn() throws Exception {
    put(LARGE, PutMode.CREATE_NEW);
    once(line -> line.startsWith("GET "), new Fault.CutReply(5_000_000));
    assertThat(get()).isEqualTo(LARGE);
  }

  private static long sum(ToLongFunction<S3Traffic.Use> amount) {
    return S3Traffic.uses().stream().mapToLong(amount).sum();
  }

  @Test
  void everyAttemptIsCounted() throws Exception {
    long requests = sum(S3Traffic.Use::requests);
    long repeated = sum(S3Traffic.Use::repeated);
    long sent = sum(S3Traffic.Use::sentBytes);
    long received = sum(S3Traffic.Use::receivedBytes);
    AtomicInteger met = new AtomicInteger();
    proxy.faults(line ->
        isPut(line) && met.getAndIncrement() < 2
            ? new Fault.CutRequest(100_000)
            : new Fault.None());
    assertThat(put(SMALL, PutMode.CREATE_NEW)).isTrue();
    assertThat(get()).isEqualTo(SMALL);
    assertThat(sum(S3Traffic.Use::requests) - requests).isEqualTo(proxy.requests().size());
    assertThat(sum(S3Traffic.Use::repeated) - repeated).isEqualTo(2);
    assertThat(sum(S3Traffic.Use::sentBytes) - sent).isEqualTo(SMALL.length);
    assertThat(sum(S3Traffic.Use::receivedBytes) - received).isEqualTo(SMALL.length);
  }

  @Test
  void anOverloadedStoreIsAskedAgain() throws Exception {
    AtomicInteger met = new AtomicInteger();
    proxy.faults(_ ->
        met.getAndIncrement() < 3
            ? new Fault.Answer(503, error("SlowDown", "Please reduce your request rate."))
            : new Fault.None());
    assertThat(put(SMALL, PutMode.CREATE_NEW)).isTrue();
    assertThat(get()).isEqualTo(SMALL);
  }

  private static void failLost() {
    throw new LockedException("the lock was lost", "Run the command again.");
  }

  /// From the first attempt on the guard forbids, and the store is overloaded for as long.
  private void loseTheRightAt(Predicate<String> change) {
    proxy.faults(line -> {
      if (!change.test(line)) {
        return new Fault.None();
      }
      guard.set(S3FaultsIT::failLost);
      return new Fault.Answer(503, error("SlowDown", "Please reduce your request rate."));
    });
  }

  @Test
  void noChangeIsRepeatedByWhoLostTheRightToIt() throws Exception {
    put(SMALL, PutMode.CREATE_NEW);
    Map<Predicate<String>, Runnable> changes =
        Map.of(
            S3FaultsIT::isPut,
            () -> put(SMALL, PutMode.REPLACE),
            line -> line.startsWith("POST ") && line.contains("uploadId"),
            () -> put(LARGE, PutMode.REPLACE),
            line -> line.startsWith("POST ") && line.contains("delete"),
            () -> store.delete(List.of(KEY)));
    for (var change : changes.entrySet()) {
      guard.set(() -> {});
      proxy.forget();
      loseTheRightAt(change.getKey());
      assertThatThrownBy(change.getValue()::run).isInstanceOf(LockedException.class);
      assertThat(proxy.requests()).filteredOn(change.getKey()).hasSize(1);
    }
    proxy.faults(_ -> new Fault.None());
    assertThat(get()).isEqualTo(SMALL);
    ObjectKey lease = new ObjectKey("locks/main/instance.lease");
    assertThat(store.swaps().orElseThrow().swap(lease, null, "taken by another guard")).isTrue();
  }

  private void assertRefused(byte[] content, String text, String hint) {
    store.close();
    store = store("timeout = 1s");
    assertThatThrownBy(() -> put(content, PutMode.CREATE_NEW))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> {
              assertThat(e).hasMessageContaining("could not write \"s3://" + bucket.name());
              assertThat(e).hasMessageContaining(text);
              assertThat(e.hint()).contains(hint);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, may not do that",
    "400, ExpiredToken, have expired",
    "403, InvalidAccessKeyId, does not know the access key",
    "403, SignatureDoesNotMatch, secret key is wrong",
    "403, RequestTimeTooSkewed, clocks of this host",
    "404, NoSuchBucket, Create the bucket",
    "507, XMinioStorageFull, store is full",
  })
  void eachRefusalSaysWhatToDo(int status, String code, String hint) {
    always(new Fault.Answer(status, error(code, "No.")));
    assertRefused(UNASKED, code + ": No.", hint);
  }

  /// A refusal that comes before the content was sent reaches jbackup as a status only.
  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, AccessDenied, may not do that",
    "400, ExpiredToken, ExpiredToken: No., have expired",
    "403, InvalidAccessKeyId, InvalidAccessKeyId: No., does not know the access key",
    "403, SignatureDoesNotMatch, SignatureDoesNotMatch: No., secret key is wrong",
    "403, RequestTimeTooSkewed, RequestTimeTooSkewed: No., clocks of this host",
    "404, NoSuchBucket, NoSuchBucket: No., Create the bucket",
    "507, XMinioStorageFull, InsufficientStorage, store is full",
    "503, SlowDown, SlowDown, overloaded",
  })
  void eachRefusalOfALargerObjectSaysWhatToDo(int status, String code, String text, String hint) {
    always(new Fault.Answer(status, error(code, "No.")));
    assertRefused(SMALL, text, hint);
    assertThat(proxy.sent(S3FaultsIT::isPut)).isZero();
  }

  @Test
  void aRefusalToWriteIsNotExplainedByOneToRead() {
    proxy.faults(line ->
        isPut(line)
            ? new Fault.Answer(403, error("AccessDenied", "No."))
            : new Fault.Answer(404, error("NoSuchKey", "Not there.")));
    assertRefused(SMALL, "AccessDenied", "s3:PutObject");
  }

  @Test
  void aStoreThatIsDownIsNamedWithTheReason() {
    store.close();
    store = store("timeout = 1s");
    proxy.close();
    assertThatThrownBy(() -> put(SMALL, PutMode.CREATE_NEW))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching(
            "could not write \"s3://.*\": no connection: .* \\(after .* attempts\\)");
  }

  @Test
  void anObjectThatIsReplacedWhileItIsReadIsNoMixture() {
    put(LARGE, PutMode.REPLACE);
    try (ObjectReader reader = store.open(KEY).orElseThrow()) {
      put(SMALL, PutMode.REPLACE);
      byte[] target = new byte[1000];
      assertThatThrownBy(() -> reader.read(19_000_000, target, 0, target.length))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("PreconditionFailed");
    }
  }

  private static String error(String code, String message) {
    return "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message);
  }
}
