package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Finds out why a store refused something with nothing but a status: a reply to HEAD has no text,
/// and Java's HTTP drops that of a refusal which comes before the content was sent. The first byte
/// of the object is asked for, and refused with a text where the reason is one of access.
final class Explainer {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SERVER_ERRORS = 500;

  /// What is no reason: the object may be missing or empty, and writing may be allowed where
  /// reading is not.
  private static final Set<String> NOTHING_NEW =
      Set.of("", "NoSuchKey", "InvalidRange", "AccessDenied");

  private final S3Client client;
  private final S3Requests requests;

  Explainer(S3Client client, S3Requests requests) {
    this.client = client;
    this.requests = requests;
  }

  /// The refusal with a text, or as it is where none is found.
  SdkException explain(ObjectKey key, SdkException refusal) {
    if (!(refusal instanceof S3Exception bare)
        || bare.statusCode() >= SERVER_ERRORS
        || !S3Replies.code(bare).isEmpty()) {
      return refusal;
    }
    try (var _ =
        client.getObject(
            requests.get(key, 0, 1, null).toBuilder()
                .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE))
                .build())) {
      return refusal;
    } catch (S3Exception told) {
      return NOTHING_NEW.contains(S3Replies.code(told)) ? refusal : told;
    } catch (SdkException | IOException e) {
      refusal.addSuppressed(e);
      return refusal;
    }
  }
}
