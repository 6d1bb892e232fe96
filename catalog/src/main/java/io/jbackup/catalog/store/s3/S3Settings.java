package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectTraits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a catalog's bucket is reached, and what its objects are like. What is absent is as the AWS
/// SDK has it by its environment variables and files. Holds no secret: [ServerEncryption.OwnKey]
/// hides its key. `bandwidthLimit` is in bytes per second; 0 means none.
record S3Settings(
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<Boolean> pathStyle,
    Credentials credentials,
    Optional<String> profile,
    Optional<Path> credentialsFile,
    Optional<Path> caFile,
    Tls tls,
    Optional<URI> proxy,
    Map<ObjectKind, String> storageClasses,
    ServerEncryption encryption,
    String tags,
    Duration timeout,
    Duration socketTimeout,
    Duration connectTimeout,
    int connections,
    long bandwidthLimit) {
  /// Where the credentials come from.
  enum Credentials {
    DEFAULT,
    ENVIRONMENT,
    PROFILE,
    WEB_IDENTITY,
    INSTANCE_ROLE
  }

  /// By which library connections are encrypted.
  enum Tls {
    NATIVE,
    JAVA
  }

  /// How long attempts may take beside the pauses between them: with the time of the settings they
  /// end by their number, and the last one tells why it failed.
  private static final Duration ATTEMPTS_TIME = Duration.ofSeconds(90);

  S3Settings {
    storageClasses = Map.copyOf(storageClasses);
  }

  /// For all attempts of a request that moves little.
  Duration callTime() {
    return timeout.plus(ATTEMPTS_TIME);
  }

  /// With what an instance's configuration says of its objects.
  S3Settings with(ObjectTraits traits) {
    Map<ObjectKind, String> classes = new EnumMap<>(ObjectKind.class);
    classes.putAll(storageClasses);
    put(classes, ObjectKind.DATA, traits.dataClass());
    put(classes, ObjectKind.WAL, traits.walClass());
    put(classes, ObjectKind.METADATA, traits.metadataClass());
    return new S3Settings(
        endpoint,
        region,
        pathStyle,
        credentials,
        profile,
        credentialsFile,
        caFile,
        tls,
        proxy,
        classes,
        encryption.with(traits),
        traits.tags().isEmpty() ? tags : traits.tags(),
        timeout,
        socketTimeout,
        connectTimeout,
        connections,
        bandwidthLimit);
  }

  private static void put(Map<ObjectKind, String> classes, ObjectKind kind, String name) {
    if (!name.isEmpty()) {
      classes.put(kind, name);
    }
  }

  /// Null where the bucket's default holds.
  @Nullable String storageClass(ObjectKey key) {
    return storageClasses.get(ObjectKind.of(key));
  }

  /// As `name=value&…`; null without tags.
  @Nullable String tagging() {
    return tags.isEmpty() ? null : tags;
  }
}
