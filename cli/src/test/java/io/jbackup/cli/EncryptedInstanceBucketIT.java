package io.jbackup.cli;

import io.jbackup.catalog.testing.s3.TestBucket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// The same with the catalogs in a bucket.
final class EncryptedInstanceBucketIT extends EncryptedInstanceIT {
  private final TestBucket bucket = TestBucket.create();

  @Override
  Map<String, String> catalog(String name) {
    return Map.of(
        "BACKUP_PATH",
        "s3://" + bucket.name() + "/" + name,
        "JBACKUP_S3_CONFIG",
        bucket.settings(directory).toString());
  }

  @Override
  List<String> contents(String place, String folder) {
    String prefix = place.substring(("s3://" + bucket.name() + "/").length()) + "/" + folder + "/";
    try (S3Client client = bucket.client()) {
      return client
          .listObjectsV2Paginator(request -> request.bucket(bucket.name()).prefix(prefix))
          .contents()
          .stream()
          .map(object ->
              client
                  .getObjectAsBytes(request -> request.bucket(bucket.name()).key(object.key()))
                  .asString(StandardCharsets.ISO_8859_1))
          .toList();
    }
  }
}
