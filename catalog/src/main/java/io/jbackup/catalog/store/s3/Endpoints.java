package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.UsageException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds endpoints where the AWS SDK would (AWS SDKs and Tools reference guide, "Service-specific
/// endpoints"): their form decides about the style of paths. One that is wrong is a UsageException,
/// which tells where it stands.
final class Endpoints {
  private static final String KEY = "endpoint_url";
  private static final String VARIABLE = "AWS_ENDPOINT_URL";

  private final Map<String, String> environment;
  private final AwsProfile profile;

  Endpoints(Map<String, String> environment, AwsProfile profile) {
    this.environment = environment;
    this.profile = profile;
  }

  /// Of the store: by the settings, the environment, then the profile.
  Optional<URI> ofStore(S3Settings settings) {
    return settings.endpoint().or(() -> ofService("s3"));
  }

  /// By the environment, then the profile; empty for Amazon's.
  Optional<URI> ofService(String name) {
    return ofEnvironment(VARIABLE + '_' + name.toUpperCase(Locale.ROOT))
        .or(() -> ofEnvironment(VARIABLE))
        .or(() -> ofProfile(name));
  }

  private Optional<URI> ofEnvironment(String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(text -> !text.isBlank())
        .map(text -> url(name, text));
  }

  private Optional<URI> ofProfile(String service) {
    return profile
        .ofService(service, KEY)
        .or(() -> profile.property(KEY))
        .map(text -> url(KEY + " of " + profile, text));
  }

  private static URI url(String where, String text) {
    try {
      return SettingValues.url(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          where + ": " + e.getMessage(),
          "Set it to the URL of the object store, or name that as \"endpoint\" in the S3 settings.",
          e);
    }
  }

  /// Whether a host name cannot have the bucket's name before it: an IP address, or localhost.
  static boolean needsPathStyle(URI endpoint) {
    String host = endpoint.getHost();
    return host.equals("localhost") || host.startsWith("[") || host.matches("[0-9.]+");
  }
}
