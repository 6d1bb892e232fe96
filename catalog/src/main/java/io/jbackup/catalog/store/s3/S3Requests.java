package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.PutMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/// The requests for one catalog's objects, as its settings want them.
final class S3Requests {
  /// Who wrote an object: it tells a writer whose reply was lost that it had succeeded.
  static final String WRITER = "jbackup-writer";

  private static final String ANY = "*";

  /// Bytes per second of a link that is slow and not dead: a store that takes nothing at all is
  /// noticed by the time-out of its socket.
  private static final long SLOWEST = 16 << 10;

  /// Shorter than a lease is safe, so that one request without an answer does not cost it.
  private static final Duration LEASE_ATTEMPT = Duration.ofSeconds(5);

  private final S3Location location;
  private final S3Settings settings;
  private final @Nullable String version;

  S3Requests(S3Location location, S3Settings settings) {
    this(location, settings, null);
  }

  private S3Requests(S3Location location, S3Settings settings, @Nullable String version) {
    this.location = location;
    this.settings = settings;
    this.version = version;
  }

  /// The same, reading one version of an object.
  S3Requests ofVersion(String wanted) {
    return new S3Requests(location, settings, wanted);
  }

  /// For all attempts to send so many bytes.
  private Duration time(long length) {
    return settings.callTime().plusSeconds(length / SLOWEST);
  }

  /// How many parts of an upload may be on their way.
  int connections() {
    return settings.connections();
  }

  PutObjectRequest put(ObjectKey key, PutMode mode, String writer, String checksum, long length) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .contentLength(length)
            .checksumCRC32C(checksum)
            .metadata(Map.of(WRITER, writer))
            .storageClass(settings.storageClass(key))
            .tagging(settings.tagging())
            .overrideConfiguration(call -> call.apiCallTimeout(time(length)));
    if (mode == PutMode.CREATE_NEW) {
      request.ifNoneMatch(ANY);
    }
    settings.encryption().apply(request);
    return request.build();
  }

  /// Replaces an object only while it has that entity tag; creates it only when the tag is null.
  /// That is how leases are taken and renewed: no guard is asked.
  PutObjectRequest swap(ObjectKey key, @Nullable String tag, String writer, String checksum) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .checksumCRC32C(checksum)
            .metadata(Map.of(WRITER, writer))
            .tagging(settings.tagging())
            .overrideConfiguration(call ->
                call.putExecutionAttribute(ChangeGuard.FREE, true)
                    .apiCallAttemptTimeout(LEASE_ATTEMPT));
    if (tag == null) {
      request.ifNoneMatch(ANY);
    } else {
      request.ifMatch(tag);
    }
    settings.encryption().apply(request);
    return request.build();
  }

  CreateMultipartUploadRequest begin(ObjectKey key, String writer) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
            .metadata(Map.of(WRITER, writer))
            .storageClass(settings.storageClass(key))
            .tagging(settings.tagging());
    settings.encryption().apply(request);
    return request.build();
  }

  UploadPartRequest part(ObjectKey key, String upload, int number, String checksum, long length) {
    UploadPartRequest.Builder request =
        UploadPartRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .uploadId(upload)
            .partNumber(number)
            .contentLength(length)
            .checksumCRC32C(checksum)
            .overrideConfiguration(call -> call.apiCallTimeout(time(length)));
    settings.encryption().apply(request);
    return request.build();
  }

  CompleteMultipartUploadRequest complete(
      ObjectKey key, String upload, List<CompletedPart> parts, PutMode mode) {
    CompleteMultipartUploadRequest.Builder request =
        CompleteMultipartUploadRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .uploadId(upload)
            .multipartUpload(all -> all.parts(parts));
    if (mode == PutMode.CREATE_NEW) {
      request.ifNoneMatch(ANY);
    }
    settings.encryption().apply(request);
    return request.build();
  }

  AbortMultipartUploadRequest abort(ObjectKey key, String upload) {
    return AbortMultipartUploadRequest.builder()
        .bucket(location.bucket())
        .key(location.name(key))
        .uploadId(upload)
        .build();
  }

  /// Of an upload that nobody else may complete: no guard is asked.
  AbortMultipartUploadRequest abortOwn(ObjectKey key, String upload) {
    return abort(key, upload).toBuilder()
        .overrideConfiguration(call -> call.putExecutionAttribute(ChangeGuard.FREE, true))
        .build();
  }

  HeadObjectRequest head(ObjectKey key) {
    HeadObjectRequest.Builder request =
        HeadObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .versionId(version);
    settings.encryption().apply(request);
    return request.build();
  }

  /// The whole object, with its checksum where the store kept one of it as a whole: the SDK holds
  /// what arrives against it.
  GetObjectRequest getWhole(ObjectKey key) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .versionId(version)
            .checksumMode(ChecksumMode.ENABLED);
    settings.encryption().apply(request);
    return request.build();
  }

  /// A small object that answers soon or is asked for again.
  GetObjectRequest getLease(ObjectKey key, long end) {
    return get(key, 0, end, null).toBuilder()
        .overrideConfiguration(call -> call.apiCallAttemptTimeout(LEASE_ATTEMPT))
        .build();
  }

  /// The bytes from `begin` on until before `end`, of the object with that entity tag if one is
  /// given.
  GetObjectRequest get(ObjectKey key, long begin, long end, @Nullable String tag) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .versionId(version)
            .range("bytes=" + begin + "-" + (end - 1))
            .ifMatch(tag);
    settings.encryption().apply(request);
    return request.build();
  }
}
