package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/// The profile of the AWS files that holds (AWS SDKs and Tools reference guide, "Shared config and
/// credentials files"). The files are read when something is asked of them, since that costs time
/// at the start.
final class AwsProfile {
  private static final String DEFAULT = "default";
  private static final String REGION = "region";

  private final String name;
  private final boolean named;
  private final Path config;
  private final Path credentials;
  private @Nullable ProfileFile files;

  private AwsProfile(String name, boolean named, Path config, Path credentials) {
    this.name = name;
    this.named = named;
    this.config = config;
    this.credentials = credentials;
  }

  static AwsProfile of(S3Settings settings, Map<String, String> environment) {
    String name = settings.profile().orElse(environment.getOrDefault("AWS_PROFILE", DEFAULT));
    return new AwsProfile(
        name,
        settings.profile().isPresent() || !name.equals(DEFAULT),
        file("AWS_CONFIG_FILE", "config", environment),
        file("AWS_SHARED_CREDENTIALS_FILE", "credentials", environment));
  }

  private static Path file(String variable, String fallback, Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "")));
    String given = environment.getOrDefault(variable, "~/.aws/" + fallback).strip();
    return given.startsWith("~/") ? home.resolve(given.substring(2)) : Path.of(given);
  }

  /// Without a configuration file nothing is read: files of credentials seldom name a region.
  Optional<String> region() {
    return Files.isReadable(config) ? property(REGION) : Optional.empty();
  }

  Optional<String> property(String key) {
    return profile().flatMap(profile -> profile.property(key));
  }

  /// A property that the profile has for one service only.
  Optional<String> ofService(String service, String key) {
    return property("services")
        .flatMap(services -> files().getSection("services", services))
        .flatMap(section -> section.property(service + '.' + key));
  }

  /// Throws UsageException for a profile that was named and is in none of the files.
  void requireNamed() {
    if (named) {
      require();
    }
  }

  /// Throws UsageException for a profile that is in none of the files.
  void require() {
    if (profile().isEmpty()) {
      throw missing("neither in \"" + config + "\" nor in \"" + credentials + '"');
    }
  }

  /// Throws UsageException for a profile that is not in a file of profiles with keys.
  void requireIn(ProfileFile file, Path path) {
    if (file.profile(name).isEmpty()) {
      throw missing("not in \"" + path + '"');
    }
  }

  private UsageException missing(String where) {
    return new UsageException(
        "the profile \"" + name + "\" is " + where,
        "Correct \"profile\" in the S3 settings, or AWS_PROFILE; or add the profile.");
  }

  private Optional<Profile> profile() {
    return files().profile(name);
  }

  private ProfileFile files() {
    ProfileFile read = files;
    if (read == null) {
      ProfileFile.Aggregator all = ProfileFile.aggregator();
      add(all, credentials, ProfileFile.Type.CREDENTIALS);
      add(all, config, ProfileFile.Type.CONFIGURATION);
      read = all.build();
      files = read;
    }
    return read;
  }

  private static void add(ProfileFile.Aggregator all, Path file, ProfileFile.Type type) {
    if (Files.isReadable(file)) {
      all.addFile(ProfileFile.builder().content(file).type(type).build());
    }
  }

  /// As messages name it.
  @Override
  public String toString() {
    return "profile \"" + name + "\" in \"" + config + '"';
  }
}
