package io.jbackup.catalog.store.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What a store's refusals mean.
final class S3Replies {
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NOT_IMPLEMENTED = 501;

  private S3Replies() {}

  /// The store's name for the reason, empty where the reply had none.
  static String code(S3Exception refusal) {
    return refusal.awsErrorDetails() == null || refusal.awsErrorDetails().errorCode() == null
        ? ""
        : refusal.awsErrorDetails().errorCode();
  }

  /// A conditional request met an object that the condition forbids.
  static boolean isTaken(SdkException e) {
    return e instanceof S3Exception s3 && s3.statusCode() == PRECONDITION_FAILED;
  }

  /// What the request is about is not there: an object, an upload, a bucket.
  static boolean isGone(SdkException e) {
    return e instanceof S3Exception s3 && s3.statusCode() == NOT_FOUND;
  }

  /// An object has no lock of the kind that was asked for, or is not there: Amazon S3 says so with
  /// status 404, MinIO with 400.
  static boolean isFree(SdkException e) {
    return isGone(e)
        || (e instanceof S3Exception s3 && code(s3).equals("NoSuchObjectLockConfiguration"));
  }

  /// The credentials do not allow it.
  static boolean isDenied(SdkException e) {
    return e instanceof S3Exception s3 && s3.statusCode() == FORBIDDEN;
  }

  /// The store does not know what the request is about; stores that are not Amazon's may lack it.
  static boolean isUnknown(SdkException e) {
    return e instanceof S3Exception s3
        && (s3.statusCode() == NOT_IMPLEMENTED
            || s3.statusCode() == METHOD_NOT_ALLOWED
            || s3.statusCode() == BAD_REQUEST);
  }

  /// The store's time, in seconds, which every reply tells.
  static Optional<Instant> time(SdkHttpResponse response) {
    try {
      return response
          .firstMatchingHeader("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      // Then this host's clock counts, as it does where no time is told.
      return Optional.empty();
    }
  }
}
