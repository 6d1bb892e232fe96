package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.SwapStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Conditional writes: `If-None-Match: *` creates, `If-Match` replaces (Amazon S3 user guide, "How
/// to prevent object overwrites with conditional writes").
final class S3Swaps implements SwapStore {
  private static final int LIMIT = 1 << 20;

  private final S3Client client;
  private final S3Requests requests;
  private final S3Failures failures;

  /// How far the store's clock is ahead of this host's.
  private volatile Duration ahead = Duration.ZERO;

  S3Swaps(S3Client client, S3Requests requests, S3Failures failures) {
    this.client = client;
    this.requests = requests;
    this.failures = failures;
  }

  @Override
  public Optional<State> read(ObjectKey key) {
    try {
      ResponseBytes<GetObjectResponse> found =
          client.getObjectAsBytes(requests.getLease(key, LIMIT));
      return Optional.of(
          new State(
              found.asUtf8String(),
              found.response().eTag(),
              time(found.response().sdkHttpResponse())));
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failures.of("read", key, e);
    }
  }

  @Override
  public boolean swap(ObjectKey key, @Nullable String tag, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String writer = UUID.randomUUID().toString();
    try {
      var response =
          client.putObject(
              requests.swap(key, tag, writer, Checksum.of(bytes, bytes.length)),
              RequestBody.fromBytes(bytes));
      time(response.sdkHttpResponse());
      return true;
    } catch (SdkException e) {
      if (S3Replies.isTaken(e) || S3Replies.isGone(e)) {
        return isOurs(key, writer);
      }
      throw failures.of("write", key, e);
    }
  }

  /// Whether the state is what this request made: its reply was lost, and it was sent again.
  private boolean isOurs(ObjectKey key, String writer) {
    try {
      return writer.equals(client.headObject(requests.head(key)).metadata().get(S3Requests.WRITER));
    } catch (SdkException e) {
      if (S3Replies.isGone(e)) {
        return false;
      }
      throw failures.of("look at", key, e);
    }
  }

  private Instant time(SdkHttpResponse response) {
    S3Replies.time(response).ifPresent(time -> ahead = Duration.between(Instant.now(), time));
    return now();
  }

  @Override
  public Instant now() {
    return Instant.now().plus(ahead);
  }
}
