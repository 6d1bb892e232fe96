package io.jbackup.catalog.testing.s3;

import java.net.URI;

/// A running S3 server of the tests.
public interface S3Server extends AutoCloseable {
  URI endpoint();

  String accessKey();

  String secretKey();

  /// What it is, for people: `MinIO …`.
  String name();

  @Override
  void close();
}
