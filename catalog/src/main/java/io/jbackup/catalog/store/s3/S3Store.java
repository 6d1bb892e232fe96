package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.Holds;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.NameRange;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectTraits;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SwapStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects in a bucket. A small object is one conditional PUT, a large one a multipart upload that
/// nobody sees before it is completed. There are no folders: an empty one is an absent one.
final class S3Store implements ObjectStore {
  /// The most that DeleteObjects takes (Amazon S3 API reference).
  private static final int DELETED_AT_ONCE = 1000;

  private final S3Client client;
  private final S3Location location;
  private final S3Settings settings;
  private final S3Requests requests;
  private final S3Failures failures;
  private final LivingFolders living;
  private final S3Holds holds;
  private final Deletion deletion;
  private final Throttle up;
  private final Throttle down;

  S3Store(S3Client client, S3Location location, S3Settings settings) {
    this.client = client;
    this.location = location;
    this.settings = settings;
    this.requests = new S3Requests(location, settings);
    this.living = new LivingFolders(client, location.bucket());
    this.up = Throttle.of(settings.bandwidthLimit());
    this.down = Throttle.of(settings.bandwidthLimit());
    this.failures = new S3Failures(location, new Explainer(client, requests));
    this.holds = new S3Holds(client, location, failures);
    this.deletion = new Deletion(client, settings.timeout());
  }

  @Override
  public ObjectWriter write(ObjectKey key, PutMode mode) {
    return new S3Writer(client, requests, failures, up, key, mode);
  }

  @Override
  public Optional<ObjectReader> open(ObjectKey key) {
    return S3Reader.open(client, requests, failures, down, key).map(reader -> reader);
  }

  @Override
  public Optional<ObjectInfo> stat(ObjectKey key) {
    try {
      HeadObjectResponse head = client.headObject(requests.head(key));
      return Optional.of(new ObjectInfo(key, head.contentLength(), head.lastModified()));
    } catch (SdkException e) {
      // The reply to HEAD does not tell a missing object from a missing bucket, but each catalog
      // is opened by reading an object.
      if (S3Replies.isGone(e)) {
        return Optional.empty();
      }
      throw failures.of("look at", key, e);
    }
  }

  /// The store tells it of objects that were sent in one piece.
  @Override
  public int checksum(ObjectKey key) {
    try {
      HeadObjectResponse head =
          client.headObject(
              requests.head(key).toBuilder().checksumMode(ChecksumMode.ENABLED).build());
      String kept = head.checksumCRC32C();
      return kept == null || kept.contains("-")
          ? ObjectStore.super.checksum(key)
          : Checksum.value(kept);
    } catch (SdkException e) {
      throw failures.of("look at", key, e);
    }
  }

  @Override
  public Listing list(ObjectKey folder) {
    List<ObjectInfo> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    String below = location.below(folder);
    pages(
        folder,
        listing(folder).delimiter("/"),
        page -> {
          List<String> found = page.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
          for (String prefix : living.of(found, page.sdkHttpResponse())) {
            folders.add(prefix.substring(below.length(), prefix.length() - 1));
          }
          pass(page, objects::add);
          return true;
        });
    return Listing.sorted(objects, folders);
  }

  @Override
  public void visit(ObjectKey folder, Consumer<ObjectInfo> visitor) {
    pages(
        folder,
        listing(folder).delimiter("/"),
        page -> {
          pass(page, visitor);
          return true;
        });
  }

  @Override
  public void visit(ObjectKey folder, NameRange names, Consumer<ObjectInfo> visitor) {
    String below = location.below(folder);
    String prefix = names.prefix();
    ListObjectsV2Request.Builder request = listing(folder).prefix(below + prefix).delimiter("/");
    if (prefix.length() < names.from().length()) {
      request.startAfter(below + names.before());
    }
    pages(
        folder,
        request,
        page -> {
          pass(
              page,
              info -> {
                if (names.has(info.key().name())) {
                  visitor.accept(info);
                }
              });
          List<S3Object> objects = page.contents();
          return objects.isEmpty() || objects.getLast().key().compareTo(below + names.until()) < 0;
        });
  }

  private void pass(ListObjectsV2Response page, Consumer<ObjectInfo> visitor) {
    for (S3Object object : page.contents()) {
      if (!S3Location.isFolderMark(object.key())) {
        visitor.accept(
            new ObjectInfo(location.key(object.key()), object.size(), object.lastModified()));
      }
    }
  }

  private ListObjectsV2Request.Builder listing(ObjectKey folder) {
    return ListObjectsV2Request.builder().bucket(location.bucket()).prefix(location.below(folder));
  }

  /// Until there are no more, or one of them is said to be the last.
  private void pages(
      ObjectKey folder,
      ListObjectsV2Request.Builder request,
      Predicate<ListObjectsV2Response> wantsMore) {
    try {
      ListObjectsV2Response page = client.listObjectsV2(request.build());
      while (wantsMore.test(page) && page.isTruncated()) {
        request.continuationToken(page.nextContinuationToken());
        page = client.listObjectsV2(request.build());
      }
    } catch (SdkException e) {
      throw failures.of("list", folder, e);
    }
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    List<ObjectIdentifier> batch = new ArrayList<>();
    for (ObjectKey key : keys) {
      batch.add(ObjectIdentifier.builder().key(location.name(key)).build());
      if (batch.size() == DELETED_AT_ONCE) {
        deleteBatch(batch);
        batch.clear();
      }
    }
    deleteBatch(batch);
  }

  private void deleteBatch(List<ObjectIdentifier> batch) {
    if (batch.isEmpty()) {
      return;
    }
    ObjectKey first = location.key(batch.getFirst().key());
    DeleteObjectsRequest request =
        DeleteObjectsRequest.builder()
            .bucket(location.bucket())
            .delete(delete -> delete.objects(batch).quiet(true))
            .build();
    List<S3Error> errors;
    try {
      errors = deletion.run(request);
    } catch (SdkException e) {
      throw failures.of("delete", first, e);
    }
    if (!errors.isEmpty()) {
      S3Error error = errors.getFirst();
      throw new StorageException(
          "could not delete "
              + errors.size()
              + " of "
              + batch.size()
              + " objects, the first of them \"s3://"
              + location.bucket()
              + "/"
              + error.key()
              + "\": "
              + error.code()
              + ": "
              + error.message(),
          S3Failures.hint("delete", String.valueOf(error.code())));
    }
  }

  @Override
  public void deleteFolder(ObjectKey folder) {
    List<ObjectIdentifier> found = new ArrayList<>();
    pages(
        folder,
        listing(folder),
        page -> {
          page.contents()
              .forEach(object -> found.add(ObjectIdentifier.builder().key(object.key()).build()));
          deleteBatch(found);
          found.clear();
          return true;
        });
    abortUploads(folder, _ -> true);
  }

  @Override
  public void sync(ObjectKey key) {
    // What was acknowledged is durable.
  }

  @Override
  public boolean hasFolder(ObjectKey folder) {
    return true;
  }

  @Override
  public boolean isNear() {
    return false;
  }

  @Override
  public int sweep(ObjectKey folder, Instant limit) {
    int depth = location.below(folder).length();
    return abortUploads(
        folder,
        upload -> upload.key().indexOf('/', depth) < 0 && upload.initiated().isBefore(limit));
  }

  /// Aborts those uploads below a folder, also far below it.
  private int abortUploads(ObjectKey folder, Predicate<MultipartUpload> which) {
    ListMultipartUploadsRequest.Builder request =
        ListMultipartUploadsRequest.builder()
            .bucket(location.bucket())
            .prefix(location.below(folder));
    int aborted = 0;
    try {
      ListMultipartUploadsResponse page;
      do {
        page = client.listMultipartUploads(request.build());
        for (MultipartUpload upload : page.uploads()) {
          if (which.test(upload)) {
            client.abortMultipartUpload(
                requests.abort(location.key(upload.key()), upload.uploadId()));
            aborted++;
          }
        }
        request.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
      } while (page.isTruncated());
    } catch (SdkException e) {
      throw failures.of("sweep", folder, e);
    }
    return aborted;
  }

  @Override
  public Optional<SwapStore> swaps() {
    return Optional.of(new S3Swaps(client, requests, failures));
  }

  @Override
  public Optional<Holds> holds() {
    return Optional.of(holds);
  }

  @Override
  public ObjectStore with(ObjectTraits traits) {
    return traits.isNone() ? this : new S3Store(client, location, settings.with(traits));
  }

  @Override
  public String describe(ObjectKey key) {
    return location.describe(key);
  }

  @Override
  public void close() {
    client.close();
  }
}
