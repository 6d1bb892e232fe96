package io.jbackup.cli;

import io.jbackup.catalog.testing.s3.TestBucket;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The same with the catalog in a bucket.
final class BucketEncryptionIT extends EncryptionIT {
  private final TestBucket bucket = TestBucket.create();

  @Override
  Map<String, String> catalog() {
    return Map.of(
        "BACKUP_PATH",
        "s3://" + bucket.name() + "/catalog",
        "JBACKUP_S3_CONFIG",
        bucket.settings(directory).toString());
  }

  @Override
  Map<String, byte[]> stored() {
    Map<String, byte[]> contents = new HashMap<>();
    try (S3Client client = bucket.client()) {
      for (S3Object object :
          client.listObjectsV2Paginator(request -> request.bucket(bucket.name())).contents()) {
        contents.put(
            object.key(),
            client
                .getObjectAsBytes(request -> request.bucket(bucket.name()).key(object.key()))
                .asByteArray());
      }
    }
    return contents;
  }
}
