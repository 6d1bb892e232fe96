package io.jbackup.catalog.store.s3;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;

/// MinIO lists folders in which there is nothing any more but versions of what was deleted; Amazon
/// S3 does not. They are told apart where the bucket keeps versions.
final class LivingFolders {
  private static final String AMAZON = "AmazonS3";

  private final S3Client client;
  private final String bucket;
  private volatile @Nullable Boolean versioned;

  LivingFolders(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /// Those of the prefixes that something lives below.
  ///
  /// @param listed the reply that listed them
  List<String> of(List<String> prefixes, SdkHttpResponse listed) {
    if (prefixes.isEmpty()
        || listed.firstMatchingHeader("Server").filter(AMAZON::equals).isPresent()
        || !isVersioned()) {
      return prefixes;
    }
    return prefixes.stream().filter(this::lives).toList();
  }

  private boolean lives(String prefix) {
    return !client
        .listObjectsV2(request -> request.bucket(bucket).prefix(prefix).maxKeys(1))
        .contents()
        .isEmpty();
  }

  /// Asked once. Who may not know must look.
  private boolean isVersioned() {
    Boolean known = versioned;
    if (known == null) {
      known = ask();
      versioned = known;
    }
    return known;
  }

  private boolean ask() {
    try {
      GetBucketVersioningResponse reply =
          client.getBucketVersioning(request -> request.bucket(bucket));
      return reply.status() != null;
    } catch (SdkException e) {
      if (S3Replies.isDenied(e)) {
        return true;
      }
      if (S3Replies.isUnknown(e)) {
        return false;
      }
      throw e;
    }
  }
}
