package io.jbackup.catalog.store.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
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
    HeadStart.begin();
    AwsProfile profile = AwsProfile.of(settings, environment);
    Endpoints endpoints = new Endpoints(environment, profile);
    Optional<URI> endpoint = endpoints.ofStore(settings);
    Optional<Region> region = region(settings, environment, profile, endpoint);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(S3Http.create(settings, environment, endpoint))
            .credentialsProvider(
                new S3Credentials(settings, environment, profile, endpoints, region).provider())
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
    region.ifPresent(builder::region);
    return builder.build();
  }

  /// Stores that are not Amazon's mostly ignore the region. Where none is known, the SDK asks the
  /// host's cloud.
  static Optional<Region> region(
      S3Settings settings,
      Map<String, String> environment,
      AwsProfile profile,
      Optional<URI> endpoint) {
    return settings
        .region()
        .or(() -> Optional.ofNullable(environment.get("AWS_REGION")))
        .filter(name -> !name.isBlank())
        .or(profile::region)
        .or(() -> endpoint.map(_ -> "us-east-1"))
        .map(Region::of);
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
}
