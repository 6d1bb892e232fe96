package io.jbackup.catalog.store.s3;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// What a versioned bucket held at a time, page by page: of each key the newest version that was
/// not written later, unless the key was deleted by then (Amazon S3 user guide, "How S3 Versioning
/// works"). One page is in memory at a time.
final class VersionListing {
  private final S3Client client;
  private final String bucket;
  private final Instant time;

  VersionListing(S3Client client, String bucket, Instant time) {
    this.client = client;
    this.bucket = bucket;
    this.time = time;
  }

  /// The newest state of a key up to the time: a version, or that it was deleted.
  private static final class State {
    private @Nullable ObjectVersion version;
    private @Nullable DeleteMarkerEntry deletion;

    /// Times have seconds in Amazon S3. Of a version and a deletion of the same second the latest
    /// one of the key is the later; where neither is, the data is shown rather than hidden.
    private @Nullable ObjectVersion alive() {
      if (version == null || deletion == null) {
        return version;
      }
      int order = version.lastModified().compareTo(deletion.lastModified());
      boolean deleted = order < 0 || (order == 0 && Boolean.TRUE.equals(deletion.isLatest()));
      return deleted ? null : version;
    }
  }

  /// Passes on what lived, in the order of keys, until `visitor` returns false; with a delimiter
  /// the folders that have something in them now or ever as well.
  void visit(
      String prefix, boolean below, Predicate<ObjectVersion> visitor, Consumer<String> folders) {
    ListObjectVersionsRequest.Builder request =
        ListObjectVersionsRequest.builder()
            .bucket(bucket)
            .prefix(prefix)
            .delimiter(below ? null : "/");
    Map<String, State> states = new LinkedHashMap<>();
    ListObjectVersionsResponse page;
    do {
      page = client.listObjectVersions(request.build());
      page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(folders);
      collect(page, states);
      if (!pass(states, mayGoOn(page), visitor)) {
        return;
      }
      request.keyMarker(page.nextKeyMarker()).versionIdMarker(page.nextVersionIdMarker());
    } while (Boolean.TRUE.equals(page.isTruncated()));
  }

  /// Of each key the newest come first.
  private void collect(ListObjectVersionsResponse page, Map<String, State> states) {
    for (ObjectVersion version : page.versions()) {
      State state = states.computeIfAbsent(version.key(), _ -> new State());
      if (state.version == null && !version.lastModified().isAfter(time)) {
        state.version = version;
      }
    }
    for (DeleteMarkerEntry deletion : page.deleteMarkers()) {
      State state = states.computeIfAbsent(deletion.key(), _ -> new State());
      if (state.deletion == null && !deletion.lastModified().isAfter(time)) {
        state.deletion = deletion;
      }
    }
  }

  /// The keys that the next page may have more of. The marker of the next page does not tell: MinIO
  /// puts more than a key into it.
  private static Set<String> mayGoOn(ListObjectVersionsResponse page) {
    Set<String> keys = new HashSet<>();
    if (Boolean.TRUE.equals(page.isTruncated())) {
      if (!page.versions().isEmpty()) {
        keys.add(page.versions().getLast().key());
      }
      if (!page.deleteMarkers().isEmpty()) {
        keys.add(page.deleteMarkers().getLast().key());
      }
    }
    return keys;
  }

  private static boolean pass(
      Map<String, State> states, Set<String> unfinished, Predicate<ObjectVersion> visitor) {
    for (Map.Entry<String, State> entry : states.entrySet()) {
      ObjectVersion alive = unfinished.contains(entry.getKey()) ? null : entry.getValue().alive();
      if (alive != null && !visitor.test(alive)) {
        return false;
      }
    }
    states.keySet().retainAll(unfinished);
    return true;
  }
}
