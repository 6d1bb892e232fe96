package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// Opens stores in buckets.
public final class S3Stores {
  private S3Stores() {}

  /// A store of what lies in a bucket below a prefix, which is empty or ends with a slash. Nothing
  /// is asked of it yet. Throws UsageException for settings that are wrong.
  ///
  /// @param patience how long a request is repeated where the settings do not say
  /// @param guard asked before each change and each repetition of one; throws when nothing may be
  ///   changed any more
  public static ObjectStore open(
      String bucket,
      String prefix,
      Optional<Path> settingsFile,
      Map<String, String> environment,
      Optional<Duration> patience,
      Runnable guard) {
    S3Location location = new S3Location(bucket, prefix);
    S3Settings settings = settings(settingsFile, patience);
    return new S3Store(client(location, settings, environment, guard), location, settings);
  }

  /// A store of what lay there at a time. Throws UsageException where the bucket does not keep
  /// that, and StorageException.
  public static ObjectStore openAsOf(
      String bucket,
      String prefix,
      Optional<Path> settingsFile,
      Map<String, String> environment,
      Instant time) {
    S3Location location = new S3Location(bucket, prefix);
    S3Settings settings = settings(settingsFile, Optional.empty());
    AsOfStore store =
        new AsOfStore(client(location, settings, environment, () -> {}), location, settings, time);
    boolean possible = false;
    try {
      store.requirePossible();
      possible = true;
      return store;
    } finally {
      if (!possible) {
        store.close();
      }
    }
  }

  private static S3Settings settings(Optional<Path> file, Optional<Duration> patience) {
    return file.map(path -> S3SettingsReader.read(path, patience))
        .orElseGet(() -> S3SettingsReader.none(patience));
  }

  private static S3Client client(
      S3Location location, S3Settings settings, Map<String, String> environment, Runnable guard) {
    try {
      return S3Clients.create(settings, environment, guard);
    } catch (SdkException e) {
      throw new S3Failures(location, null).of("open", ObjectKey.ROOT, e);
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          "could not open \"" + location + "\": " + e.getMessage(),
          "Check the S3 settings and the AWS environment variables.",
          e);
    }
  }
}
