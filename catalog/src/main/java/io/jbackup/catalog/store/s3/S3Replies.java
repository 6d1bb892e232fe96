package io.jbackup.catalog.store.s3;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What a store's refusals mean.
final class S3Replies {
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private S3Replies() {}

  /// A conditional request met an object that the condition forbids.
  static boolean isTaken(SdkException e) {
    return e instanceof S3Exception s3 && s3.statusCode() == PRECONDITION_FAILED;
  }

  /// What the request is about is not there: an object, an upload, a bucket.
  static boolean isGone(SdkException e) {
    return e instanceof S3Exception s3 && s3.statusCode() == NOT_FOUND;
  }
}
