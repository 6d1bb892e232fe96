package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.UsageException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/// Where the credentials come from, as the settings want it.
final class S3Credentials {
  private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
  private static final String ROLE = "AWS_ROLE_ARN";

  private final S3Settings settings;
  private final Map<String, String> environment;
  private final AwsProfile profile;
  private final Endpoints endpoints;
  private final Optional<Region> region;

  S3Credentials(
      S3Settings settings,
      Map<String, String> environment,
      AwsProfile profile,
      Endpoints endpoints,
      Optional<Region> region) {
    this.settings = settings;
    this.environment = environment;
    this.profile = profile;
    this.endpoints = endpoints;
    this.region = region;
  }

  AwsCredentialsProvider provider() {
    if (settings.credentialsFile().isPresent()) {
      return ofFile(settings.credentialsFile().get());
    }
    return switch (settings.credentials()) {
      case DEFAULT -> first();
      case ENVIRONMENT -> EnvironmentVariableCredentialsProvider.create();
      case PROFILE -> {
        profile.require();
        ProfileCredentialsProvider.Builder provider = ProfileCredentialsProvider.builder();
        settings.profile().ifPresent(provider::profileName);
        yield provider.build();
      }
      case WEB_IDENTITY -> webIdentity();
      case INSTANCE_ROLE -> instanceRole();
    };
  }

  /// The first of the SDK's chain that are there, without the chain's price at start-up.
  private AwsCredentialsProvider first() {
    if (settings.profile().isEmpty()) {
      if (environment.containsKey("AWS_ACCESS_KEY_ID")) {
        return EnvironmentVariableCredentialsProvider.create();
      }
      if (environment.containsKey(TOKEN_FILE) && environment.containsKey(ROLE)) {
        return webIdentity();
      }
    }
    profile.requireNamed();
    DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
    settings.profile().ifPresent(chain::profileName);
    return chain.build();
  }

  private AwsCredentialsProvider ofFile(Path path) {
    ProfileFile file =
        ProfileFile.builder().content(path).type(ProfileFile.Type.CREDENTIALS).build();
    profile.requireIn(file, path);
    ProfileCredentialsProvider.Builder provider =
        ProfileCredentialsProvider.builder().profileFile(file);
    settings.profile().ifPresent(provider::profileName);
    return provider.build();
  }

  /// Reached as the store is: with its certificate authorities, proxy, time limits and region.
  private AwsCredentialsProvider webIdentity() {
    Optional<URI> endpoint = endpoints.ofService("sts");
    StsClientBuilder sts =
        StsClient.builder()
            .httpClient(S3Http.create(settings, environment, endpoint))
            .credentialsProvider(AnonymousCredentialsProvider.create());
    endpoint.ifPresent(sts::endpointOverride);
    region.ifPresent(sts::region);
    StsWebIdentityTokenFileCredentialsProvider.Builder provider =
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(sts.build())
            .roleArn(required(ROLE))
            .webIdentityTokenFile(Path.of(required(TOKEN_FILE)));
    String session = environment.get("AWS_ROLE_SESSION_NAME");
    return (session == null ? provider : provider.roleSessionName(session)).build();
  }

  private String required(String variable) {
    String value = environment.getOrDefault(variable, "").strip();
    if (value.isEmpty()) {
      throw new UsageException(
          "credentials by web identity need the environment variable " + variable,
          "Set AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, or choose other \"credentials\" in the"
              + " S3 settings.");
    }
    return value;
  }

  /// The service that gives them is on the host itself: no proxy and no TLS lead there.
  private AwsCredentialsProvider instanceRole() {
    InstanceProfileCredentialsProvider.Builder provider =
        InstanceProfileCredentialsProvider.builder();
    settings.profile().ifPresent(provider::profileName);
    String service = environment.getOrDefault("AWS_EC2_METADATA_SERVICE_ENDPOINT", "").strip();
    return (service.isEmpty() ? provider : provider.endpoint(service)).build();
  }
}
