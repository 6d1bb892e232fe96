package io.jbackup.catalog.store.s3;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/// Finds the endpoint where the AWS SDK would (AWS SDKs and Tools reference guide,
/// "Service-specific endpoints"): its form decides about the style of paths.
final class Endpoints {
  private static final String KEY = "endpoint_url";

  private Endpoints() {}

  /// By the settings, the environment, then the profile.
  static Optional<URI> find(S3Settings settings, Map<String, String> environment) {
    return settings
        .endpoint()
        .or(() -> ofEnvironment("AWS_ENDPOINT_URL_S3", environment))
        .or(() -> ofEnvironment("AWS_ENDPOINT_URL", environment))
        .or(() -> ofProfile(settings, environment));
  }

  private static Optional<URI> ofEnvironment(String name, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name))
        .filter(text -> !text.isBlank())
        .map(URI::create);
  }

  private static Optional<URI> ofProfile(S3Settings settings, Map<String, String> environment) {
    ProfileFile file = ProfileFile.defaultProfileFile();
    String name = settings.profile().orElse(environment.getOrDefault("AWS_PROFILE", "default"));
    return file.profile(name)
        .flatMap(profile -> ofServices(file, profile).or(() -> profile.property(KEY)))
        .map(URI::create);
  }

  private static Optional<String> ofServices(ProfileFile file, Profile profile) {
    return profile
        .property("services")
        .flatMap(services -> file.getSection("services", services))
        .flatMap(section -> section.property("s3." + KEY));
  }

  /// Whether a host name cannot have the bucket's name before it: an IP address, or localhost.
  static boolean needsPathStyle(URI endpoint) {
    String host = endpoint.getHost();
    return host.equals("localhost") || host.startsWith("[") || host.matches("[0-9.]+");
  }
}
