package io.jbackup.catalog.store.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Makes the SDK's client.
final class S3Clients {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int CONFLICT = 409;

  /// From this size on a store is asked first whether it wants the content. One that refuses, since
  /// the object is there, may read 256 KiB at most of what it did not ask for and then cut the
  /// connection (Go's net/http, which MinIO has), and the refusal would be lost.
  private static final long ASKED_FIRST = 128 << 10;

  private S3Clients() {}

  /// @param guard throws when nothing may be changed any more
  static S3Client create(S3Settings settings, Map<String, String> environment, Runnable guard) {
    Optional<URI> endpoint = Endpoints.find(settings, environment);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(S3Http.create(settings, environment, endpoint))
            .credentialsProvider(credentials(settings, environment))
            .serviceConfiguration(all -> all.expectContinueThresholdInBytes(ASKED_FIRST))
            // Every request carries the CRC-32C that jbackup computes.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .overrideConfiguration(override ->
                override
                    .addExecutionInterceptor(new ChangeGuard(guard))
                    .addExecutionInterceptor(new TrafficMeter(S3Traffic.ofProcess()))
                    .retryStrategy(retries(settings.timeout()))
                    .apiCallTimeout(settings.callTime()));
    endpoint.ifPresent(builder::endpointOverride);
    boolean pathStyle =
        settings.pathStyle().orElse(endpoint.filter(Endpoints::needsPathStyle).isPresent());
    builder.forcePathStyle(pathStyle);
    region(settings, environment, endpoint).map(Region::of).ifPresent(builder::region);
    return builder.build();
  }

  /// Stores that are not Amazon's mostly ignore the region.
  private static Optional<String> region(
      S3Settings settings, Map<String, String> environment, Optional<URI> endpoint) {
    if (settings.region().isPresent()) {
      return settings.region();
    }
    boolean known = environment.containsKey("AWS_REGION") || endpoint.isEmpty();
    return known ? Optional.empty() : Optional.of("us-east-1");
  }

  /// As many attempts as fit into the time, so that the last failure says why and not only that
  /// time was up. Pauses double up to the longest; each is shortened at random, by half on average.
  private static StandardRetryStrategy retries(Duration timeout) {
    int attempts = 1;
    long pause = FIRST_PAUSE.toMillis();
    for (long left = timeout.toMillis(); left > 0; left -= pause / 2) {
      attempts++;
      pause = Math.min(LONGEST_PAUSE.toMillis(), pause * 2);
    }
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(attempts)
        .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
        .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
        .circuitBreakerEnabled(false)
        .retryOnException(e -> e instanceof S3Exception s3 && s3.statusCode() == CONFLICT)
        .build();
  }

  private static AwsCredentialsProvider credentials(
      S3Settings settings, Map<String, String> environment) {
    if (settings.credentialsFile().isPresent()) {
      return profile(settings);
    }
    return switch (settings.credentials()) {
      case DEFAULT ->
          // The first of the SDK's chain, without its price at start-up.
          environment.containsKey("AWS_ACCESS_KEY_ID") && settings.profile().isEmpty()
              ? EnvironmentVariableCredentialsProvider.create()
              : chain(settings);
      case ENVIRONMENT -> EnvironmentVariableCredentialsProvider.create();
      case PROFILE -> profile(settings);
      case WEB_IDENTITY -> WebIdentityTokenFileCredentialsProvider.create();
      case INSTANCE_ROLE -> InstanceProfileCredentialsProvider.create();
    };
  }

  private static AwsCredentialsProvider chain(S3Settings settings) {
    DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
    settings.profile().ifPresent(chain::profileName);
    return chain.build();
  }

  private static AwsCredentialsProvider profile(S3Settings settings) {
    ProfileCredentialsProvider.Builder provider = ProfileCredentialsProvider.builder();
    settings.profile().ifPresent(provider::profileName);
    settings
        .credentialsFile()
        .ifPresent(file ->
            provider.profileFile(
                ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build()));
    return provider.build();
  }
}
