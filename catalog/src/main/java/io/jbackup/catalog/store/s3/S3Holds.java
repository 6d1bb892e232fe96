package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.Hold;
import io.jbackup.catalog.store.Holds;
import io.jbackup.catalog.store.ObjectKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;

/// Object lock: a version with a retention date or a legal hold cannot be deleted, and deleting its
/// key only hides it (Amazon S3 user guide, "Locking objects with Object Lock"). The date and the
/// hold are asked for by requests of their own: a reply to HEAD leaves them out where the
/// credentials may not see them, which would look like an object that is free.
final class S3Holds implements Holds {
  private final S3Client client;
  private final S3Location location;
  private final S3Failures failures;
  private volatile @Nullable Boolean possible;

  S3Holds(S3Client client, S3Location location, S3Failures failures) {
    this.client = client;
    this.location = location;
    this.failures = failures;
  }

  @Override
  public boolean possible() {
    Boolean known = possible;
    if (known == null) {
      known = ask();
      possible = known;
    }
    return known;
  }

  private boolean ask() {
    try {
      GetObjectLockConfigurationResponse reply =
          client.getObjectLockConfiguration(request -> request.bucket(location.bucket()));
      return reply.objectLockConfiguration() != null
          && reply.objectLockConfiguration().objectLockEnabled() == ObjectLockEnabled.ENABLED;
    } catch (SdkException e) {
      if (S3Replies.isGone(e) || S3Replies.isUnknown(e)) {
        return false;
      }
      throw failures.ofBucket("look at the object lock of", e);
    }
  }

  @Override
  public Optional<Hold> of(ObjectKey key) {
    Optional<Instant> until = until(key);
    boolean legal = isUnderLegalHold(key);
    return until.isPresent() || legal ? Optional.of(new Hold(until, legal)) : Optional.empty();
  }

  private Optional<Instant> until(ObjectKey key) {
    try {
      GetObjectRetentionResponse reply =
          client.getObjectRetention(
              request -> request.bucket(location.bucket()).key(location.name(key)));
      Instant now = S3Replies.time(reply.sdkHttpResponse()).orElseGet(Instant::now);
      return reply.retention() == null
          ? Optional.empty()
          : Optional.ofNullable(reply.retention().retainUntilDate()).filter(now::isBefore);
    } catch (SdkException e) {
      if (S3Replies.isFree(e)) {
        return Optional.empty();
      }
      throw failures.of("look at the retention of", key, e);
    }
  }

  private boolean isUnderLegalHold(ObjectKey key) {
    try {
      GetObjectLegalHoldResponse reply =
          client.getObjectLegalHold(
              request -> request.bucket(location.bucket()).key(location.name(key)));
      return reply.legalHold() != null
          && reply.legalHold().status() == ObjectLockLegalHoldStatus.ON;
    } catch (SdkException e) {
      if (S3Replies.isFree(e)) {
        return false;
      }
      throw failures.of("look at the legal hold of", key, e);
    }
  }
}
