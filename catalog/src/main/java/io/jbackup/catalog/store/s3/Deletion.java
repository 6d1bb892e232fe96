package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.CancelledException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// Deletes many objects by one request. Its reply tells of each object; what passes is asked for
/// again, which the SDK does only for replies as a whole.
final class Deletion {
  private static final Set<String> PASSING =
      Set.of("InternalError", "SlowDown", "ServiceUnavailable", "RequestTimeout");

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final S3Client client;
  private final Duration time;

  /// @param time for all attempts
  Deletion(S3Client client, Duration time) {
    this.client = client;
    this.time = time;
  }

  /// Returns what could not be deleted.
  List<S3Error> run(DeleteObjectsRequest request) {
    long end = System.nanoTime() + time.toNanos();
    List<S3Error> errors = client.deleteObjects(request).errors();
    Duration pause = FIRST_PAUSE;
    while (!errors.isEmpty()
        && errors.stream().allMatch(error -> PASSING.contains(error.code()))
        && System.nanoTime() + pause.toNanos() < end) {
      sleep(pause);
      pause = pause.multipliedBy(2);
      errors = client.deleteObjects(again(request, errors)).errors();
    }
    return errors;
  }

  private static DeleteObjectsRequest again(DeleteObjectsRequest request, List<S3Error> errors) {
    Set<String> left = errors.stream().map(S3Error::key).collect(Collectors.toSet());
    List<ObjectIdentifier> objects =
        request.delete().objects().stream().filter(object -> left.contains(object.key())).toList();
    return request.toBuilder()
        .delete(request.delete().toBuilder().objects(objects).build())
        .build();
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          "interrupted while objects were deleted", "Run the command again.", e);
    }
  }
}
