package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SwapStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// What a versioned bucket held at a time. Nothing is written to it: that is a StorageException.
final class AsOfStore implements ObjectStore {
  private final S3Client client;
  private final S3Location location;
  private final S3Requests requests;
  private final S3Failures failures;
  private final Throttle down;
  private final Instant time;
  private final VersionListing versions;

  /// Whether something lived below a folder. It stays true, and folders are few.
  private final Map<String, Boolean> living = new ConcurrentHashMap<>();

  AsOfStore(S3Client client, S3Location location, S3Settings settings, Instant time) {
    this.client = client;
    this.location = location;
    this.requests = new S3Requests(location, settings);
    this.failures = new S3Failures(location, new Explainer(client, requests));
    this.down = Throttle.of(settings.bandwidthLimit());
    this.time = time;
    this.versions = new VersionListing(client, location.bucket(), time);
  }

  /// Throws UsageException when the bucket keeps no versions, or the time is still to come.
  void requirePossible() {
    GetBucketVersioningResponse reply;
    try {
      reply = client.getBucketVersioning(request -> request.bucket(location.bucket()));
    } catch (SdkException e) {
      if (!S3Replies.isUnknown(e)) {
        throw failures.ofBucket("look at the versioning of", e);
      }
      reply = GetBucketVersioningResponse.builder().build();
    }
    // Where versioning is suspended, what was kept before is there still.
    if (reply.status() != BucketVersioningStatus.ENABLED
        && reply.status() != BucketVersioningStatus.SUSPENDED) {
      throw new UsageException(
          "bucket \"" + location.bucket() + "\" keeps no versions of its objects, as --as-of needs",
          "Versioning holds for what is written after it was enabled: see \"Versions\" in"
              + " docs/s3.md. Leave --as-of out.");
    }
    Instant now = S3Replies.time(reply.sdkHttpResponse()).orElseGet(Instant::now);
    if (time.isAfter(now.plusSeconds(1))) {
      throw new UsageException(
          "the time of --as-of, " + time + ", is in the future: it is " + now + " in the store",
          "Name a time that has passed, with its offset from UTC.");
    }
  }

  private @Nullable ObjectVersion find(ObjectKey key) {
    String name = location.name(key);
    List<ObjectVersion> found = new ArrayList<>(1);
    try {
      // The key itself comes before all longer ones.
      versions.visit(
          name,
          true,
          version -> {
            if (version.key().equals(name)) {
              found.add(version);
            }
            return false;
          },
          _ -> {});
    } catch (SdkException e) {
      throw failures.of("look for versions of", key, e);
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public Optional<ObjectReader> open(ObjectKey key) {
    ObjectVersion version = find(key);
    return version == null
        ? Optional.empty()
        : S3Reader.open(client, requests.ofVersion(version.versionId()), failures, down, key)
            .map(reader -> reader);
  }

  @Override
  public Optional<ObjectInfo> stat(ObjectKey key) {
    ObjectVersion version = find(key);
    return version == null ? Optional.empty() : Optional.of(info(version));
  }

  private ObjectInfo info(ObjectVersion version) {
    return new ObjectInfo(location.key(version.key()), version.size(), version.lastModified());
  }

  @Override
  public Listing list(ObjectKey folder) {
    List<ObjectInfo> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    scan(folder, objects::add, folders::add);
    try {
      folders.removeIf(prefix -> !living.computeIfAbsent(prefix, this::lives));
    } catch (SdkException e) {
      throw failures.of("list the versions of", folder, e);
    }
    int begin = location.below(folder).length();
    return Listing.sorted(
        objects,
        folders.stream().map(prefix -> prefix.substring(begin, prefix.length() - 1)).toList());
  }

  @Override
  public void visit(ObjectKey folder, Consumer<ObjectInfo> visitor) {
    scan(folder, visitor, _ -> {});
  }

  private void scan(ObjectKey folder, Consumer<ObjectInfo> objects, Consumer<String> folders) {
    try {
      versions.visit(
          location.below(folder),
          false,
          version -> {
            if (!S3Location.isFolderMark(version.key())) {
              objects.accept(info(version));
            }
            return true;
          },
          folders);
    } catch (SdkException e) {
      throw failures.of("list the versions of", folder, e);
    }
  }

  private boolean lives(String prefix) {
    boolean[] found = {false};
    versions.visit(
        prefix,
        true,
        version -> {
          found[0] = !S3Location.isFolderMark(version.key());
          return !found[0];
        },
        _ -> {});
    return found[0];
  }

  private StorageException refused(ObjectKey key) {
    return new StorageException(
        "\""
            + location.describe(key)
            + "\" is looked at as it was at "
            + time
            + ": nothing is written",
        "Leave --as-of out to change the catalog as it is now.");
  }

  @Override
  public ObjectWriter write(ObjectKey key, PutMode mode) {
    throw refused(key);
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    throw refused(ObjectKey.ROOT);
  }

  @Override
  public void deleteFolder(ObjectKey folder) {
    throw refused(folder);
  }

  @Override
  public int sweep(ObjectKey folder, Instant limit) {
    throw refused(folder);
  }

  @Override
  public void sync(ObjectKey key) {
    // Nothing is written.
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
  public Optional<SwapStore> swaps() {
    return Optional.empty();
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
