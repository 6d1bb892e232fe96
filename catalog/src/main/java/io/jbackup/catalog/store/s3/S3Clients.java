package io.jbackup.catalog.store.s3;

import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Makes the SDK's client. The client over Java's own HTTP is the quickest to start of the SDK's.
final class S3Clients {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int CONFLICT = 409;

  /// How long attempts may take beside the pauses between them: with the time of the settings they
  /// end by their number, and the last one tells why it failed.
  private static final Duration ATTEMPTS_TIME = Duration.ofSeconds(90);

  /// From this size on a store is asked first whether it wants the content. One that refuses, since
  /// the object is there, may read 256 KiB at most of what it did not ask for and then cut the
  /// connection (Go's net/http, which MinIO has), and the refusal would be lost.
  private static final long ASKED_FIRST = 128 << 10;

  private S3Clients() {}

  static S3Client create(S3Settings settings, Map<String, String> environment) {
    Optional<URI> endpoint = Endpoints.find(settings, environment);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http(settings, environment, endpoint))
            .credentialsProvider(credentials(settings, environment))
            .serviceConfiguration(all -> all.expectContinueThresholdInBytes(ASKED_FIRST))
            // Every request carries the CRC-32C that jbackup computes.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .overrideConfiguration(override ->
                override
                    .retryStrategy(retries(settings.timeout()))
                    .apiCallTimeout(settings.timeout().plus(ATTEMPTS_TIME)));
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

  private static SdkHttpClient http(
      S3Settings settings, Map<String, String> environment, Optional<URI> endpoint) {
    if (isPlain(settings, environment, endpoint)) {
      // The SDK's own way sets TLS up at once, with every certificate of Java's: half of the time
      // that a client takes to start.
      return UrlConnectionHttpClient.create(uri -> connect(uri, settings));
    }
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(settings.connectTimeout())
            .socketTimeout(settings.socketTimeout());
    settings
        .proxy()
        .ifPresent(
            proxy -> http.proxyConfiguration(ProxyConfiguration.builder().endpoint(proxy).build()));
    settings.caFile().ifPresent(file -> http.tlsTrustManagersProvider(() -> trust(file)));
    return http.build();
  }

  /// Neither TLS nor a proxy on the way to the store.
  private static boolean isPlain(
      S3Settings settings, Map<String, String> environment, Optional<URI> endpoint) {
    return settings.proxy().isEmpty()
        && !environment.containsKey("http_proxy")
        && !environment.containsKey("HTTP_PROXY")
        && endpoint.filter(url -> "http".equalsIgnoreCase(url.getScheme())).isPresent();
  }

  private static HttpURLConnection connect(URI uri, S3Settings settings) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
      connection.setReadTimeout(Math.toIntExact(settings.socketTimeout().toMillis()));
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrustManager[] trust(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new UsageException(
          "could not read the certificates in \"" + file + "\": " + e.getMessage(),
          "ca-file of the S3 settings must be a PEM file with certificates.",
          e);
    }
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
