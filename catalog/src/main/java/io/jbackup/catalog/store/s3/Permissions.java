package io.jbackup.catalog.store.s3;

/// Which permission a refused request needed (Amazon S3 user guide, "Required permissions for
/// Amazon S3 API operations").
final class Permissions {
  private Permissions() {}

  /// A hint for who was refused what [S3Failures] calls `what`.
  static String hint(String what) {
    return "The credentials may not do that; they need "
        + of(what)
        + ": see \"Permissions\" in docs/s3.md.";
  }

  private static String of(String what) {
    return switch (what) {
      case "open", "read", "look at" -> "s3:GetObject, and s3:ListBucket to see that one is absent";
      case "write", "create" -> "s3:PutObject";
      case "delete" -> "s3:DeleteObject; an object under a lock or a legal hold is refused as well";
      case "list" -> "s3:ListBucket";
      case "sweep" -> "s3:ListBucketMultipartUploads and s3:AbortMultipartUpload";
      case "abort the upload of" -> "s3:AbortMultipartUpload";
      case "list the versions of", "look for versions of" -> "s3:ListBucketVersions";
      case "look at the versioning of" -> "s3:GetBucketVersioning";
      case "look at the object lock of" -> "s3:GetBucketObjectLockConfiguration";
      case "look at the retention of" -> "s3:GetObjectRetention";
      case "look at the legal hold of" -> "s3:GetObjectLegalHold";
      default -> "more permissions";
    };
  }
}
