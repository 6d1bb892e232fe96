package io.jbackup.catalog.testing.s3;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;

/// A running S3 server of the tests.
public interface S3Server extends AutoCloseable {
  /// The key that MinIO encrypts with by itself or for who names it (MinIO's "Static KMS").
  String KMS_KEY = "jbackup-tests";

  String KMS_VARIABLE = "MINIO_KMS_SECRET_KEY";

  URI endpoint();

  String accessKey();

  String secretKey();

  /// What it is, for people: `MinIO …`.
  String name();

  /// A value of the variable.
  static String newKmsKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return KMS_KEY + ":" + Base64.getEncoder().encodeToString(key);
  }

  @Override
  void close();
}
