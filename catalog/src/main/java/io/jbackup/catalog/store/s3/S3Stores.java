package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/// Opens stores in buckets.
public final class S3Stores {
  private S3Stores() {}

  /// A store of what lies in a bucket below a prefix, which is empty or ends with a slash. Nothing
  /// is asked of it yet. Throws UsageException for settings that are wrong.
  public static ObjectStore open(
      String bucket, String prefix, Optional<Path> settingsFile, Map<String, String> environment) {
    S3Settings settings =
        settingsFile.map(S3SettingsReader::read).orElseGet(S3SettingsReader::none);
    S3Location location = new S3Location(bucket, prefix);
    try {
      return new S3Store(S3Clients.create(settings, environment), location, settings);
    } catch (SdkException e) {
      throw new S3Failures(location).of("open", ObjectKey.ROOT, e);
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          "could not open \"" + location + "\": " + e.getMessage(),
          "Check the S3 settings and the AWS environment variables.",
          e);
    }
  }
}
