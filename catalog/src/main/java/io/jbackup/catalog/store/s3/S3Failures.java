package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Words for what a store refuses, the same wherever it happens: `could not <what> "s3://…":
/// <reason>`, with a hint by reason.
final class S3Failures {
  private final S3Location location;
  private final @Nullable Explainer explainer;

  /// @param explainer null when there is nobody to ask
  S3Failures(S3Location location, @Nullable Explainer explainer) {
    this.location = location;
    this.explainer = explainer;
  }

  String describe(ObjectKey key) {
    return location.describe(key);
  }

  /// A request failed for good.
  StorageException of(String what, ObjectKey key, SdkException cause) {
    Reason reason = reason(what, explainer == null ? cause : explainer.explain(key, cause));
    return new StorageException(
        "could not "
            + what
            + " \""
            + location.describe(key)
            + "\": "
            + reason.text()
            + attempts(cause),
        reason.hint(),
        cause);
  }

  /// As [#of(String, ObjectKey, SdkException)], of the bucket as a whole.
  StorageException ofBucket(String what, SdkException cause) {
    Reason reason = reason(what, cause);
    return new StorageException(
        "could not "
            + what
            + " bucket \""
            + location.bucket()
            + "\": "
            + reason.text()
            + attempts(cause),
        reason.hint(),
        cause);
  }

  private static String attempts(SdkException cause) {
    Integer attempts = cause.numAttempts();
    return attempts == null || attempts <= 1 ? "" : " (after " + attempts + " attempts)";
  }

  /// The content of a response or a request broke off again and again.
  StorageException ofTransfer(ObjectKey key, int attempts, IOException cause) {
    return new StorageException(
        "could not read \""
            + location.describe(key)
            + "\": "
            + cause.getMessage()
            + (attempts > 1 ? " (after " + attempts + " attempts)" : ""),
        "Check the network between this host and the object store, and run the command again.",
        cause);
  }

  /// A large part waits in a temporary file, which failed.
  StorageException ofSpool(ObjectKey key, IOException cause) {
    return new StorageException(
        "could not keep a part of \""
            + location.describe(key)
            + "\" in a temporary file: "
            + cause.getMessage(),
        "Free room in the directory for temporary files: parts of large objects wait there, and all"
            + " parts where \"connections\" is 3 or more.",
        cause);
  }

  private record Reason(String text, String hint) {}

  private static Reason reason(String what, SdkException cause) {
    return switch (cause) {
      case S3Exception refused -> refused(what, refused);
      case ApiCallTimeoutException _ ->
          new Reason(
              "no success within the time for one request and its repetitions",
              "Check the object store and the network; \"timeout\" of the S3 settings is the time.");
      case ApiCallAttemptTimeoutException _ ->
          new Reason(
              "the object store did not answer in time", "Check the object store and the network.");
      default -> unreachable(cause);
    };
  }

  private static Reason refused(String what, S3Exception refused) {
    AwsErrorDetails details = refused.awsErrorDetails();
    String message = details == null ? refused.getMessage() : details.errorMessage();
    String told = S3Replies.code(refused);
    String code = told.isEmpty() ? ofStatus(refused.statusCode()) : told;
    return new Reason(code + (isBlank(message) ? "" : ": " + message), hint(what, code));
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /// What a status says where it is all there is.
  private static String ofStatus(int status) {
    return switch (status) {
      case 301 -> "PermanentRedirect";
      case 403 -> "AccessDenied";
      // Where a bucket is missing, Explainer has found it out.
      case 404 -> "NoSuchUpload";
      case 503 -> "SlowDown";
      case 507 -> "InsufficientStorage";
      default -> "HTTP status " + status;
    };
  }

  /// What to do about an error code (Amazon S3 API reference, "List of error codes").
  static String hint(String what, String code) {
    return switch (code) {
      case "AccessDenied", "AllAccessDisabled" -> Permissions.hint(what);
      case "NoSuchBucket" ->
          "Create the bucket, or correct the name in -B s3://BUCKET/PREFIX and the endpoint.";
      case "NoSuchUpload" ->
          "The object or its upload is gone: another process deleted it, or a rule of the bucket"
              + " aborted the upload. Run the command again.";
      case "ExpiredToken", "TokenRefreshRequired" ->
          "The session's credentials have expired: get new ones, or use a source that renews them"
              + " (instance role, web identity, profile).";
      case "InvalidAccessKeyId", "InvalidToken" ->
          "The store does not know the access key: check AWS_ACCESS_KEY_ID or the profile, and that"
              + " the endpoint is the store that it belongs to.";
      case "SignatureDoesNotMatch" ->
          "The secret key is wrong, or a proxy changes requests: check AWS_SECRET_ACCESS_KEY or the"
              + " profile.";
      case "RequestTimeTooSkewed", "RequestExpired" ->
          "The clocks of this host and of the store differ by more than 15 minutes: set them, for"
              + " example with chrony.";
      case "SlowDown", "ServiceUnavailable", "Throttling", "RequestLimitExceeded" ->
          "The store is overloaded: run the command again later, or use fewer threads.";
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          "The bucket is in another region: set AWS_REGION, or \"region\" in the S3 settings.";
      case "PreconditionFailed" ->
          "Another process replaced the object while it was read: run the command again.";
      case "InvalidObjectState" ->
          "The object is in an archive storage class: restore it there first (a thawed copy).";
      case "QuotaExceeded",
          "InsufficientStorage",
          "XMinioStorageFull",
          "XMinioAdminBucketQuotaExceeded" ->
          "The store is full: free space there, or delete backups that are not needed.";
      default -> "Check the object store's log, and run the command again.";
    };
  }

  private static Reason unreachable(SdkException cause) {
    IOException innermost = null;
    for (Throwable link = cause; link != null; link = link.getCause()) {
      switch (link) {
        case UnknownHostException e -> {
          return new Reason(
              "unknown host " + e.getMessage(), "Check the endpoint and the name server.");
        }
        case SSLHandshakeException e -> {
          return new Reason(
              "TLS: " + e.getMessage(),
              "Check the object store and the network, and that the endpoint speaks TLS.");
        }
        case CertificateException e -> {
          return new Reason("TLS: " + e.getMessage(), TlsFailures.hint(e));
        }
        case SocketTimeoutException _ -> {
          return new Reason(
              "the object store did not answer in time", "Check the object store and the network.");
        }
        case ConnectException e -> {
          return new Reason(
              "no connection: " + e.getMessage(),
              "Check that the object store runs and that AWS_ENDPOINT_URL_S3, or \"endpoint\" in"
                  + " the S3 settings, is its address.");
        }
        case NoRouteToHostException e -> {
          return new Reason("no route: " + e.getMessage(), "Check the network and the endpoint.");
        }
        case IOException e -> innermost = e;
        default -> {}
      }
    }
    return other(cause, innermost);
  }

  private static Reason other(SdkException cause, @Nullable IOException innermost) {
    String message = String.valueOf(cause.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("credentials")) {
      return new Reason(
          "no credentials were found",
          "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE with a file"
              + " ~/.aws/credentials, or give the host a role.");
    }
    if (lower.contains("unable to load region")) {
      return new Reason(
          "no region is set",
          "Set AWS_REGION, or \"region\" in the S3 settings. A store that is not Amazon's is named"
              + " by AWS_ENDPOINT_URL_S3, or \"endpoint\" in the S3 settings, and needs no region.");
    }
    if (innermost != null) {
      return new Reason(
          "the connection was cut: " + innermost.getMessage(),
          "Check the object store and the network.");
    }
    return new Reason(message, "Check the S3 settings and the AWS environment variables.");
  }
}
