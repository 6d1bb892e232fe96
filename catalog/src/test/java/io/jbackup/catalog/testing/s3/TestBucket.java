package io.jbackup.catalog.testing.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRule;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/// A new bucket in the one S3 server of this run of the tests.
public final class TestBucket {
  private static final String PROBE = "probe/of-versions";

  private final String name = "test-" + UUID.randomUUID();
  private final S3Server server;

  private TestBucket(S3Server server) {
    this.server = server;
  }

  public static TestBucket create() {
    TestBucket bucket = new TestBucket(S3Servers.shared());
    try (S3Client client = bucket.client()) {
      client.createBucket(request -> request.bucket(bucket.name));
    }
    return bucket;
  }

  /// A bucket of a server that encrypts with keys of its own. The test is skipped on one that
  /// cannot.
  public static TestBucket encrypting() {
    TestBucket bucket = create();
    if (!bucket.server.name().startsWith("MinIO")) {
      Assumptions.abort(bucket.server.name() + " does not encrypt");
    }
    return bucket;
  }

  /// A bucket that keeps versions, with times that tell apart what happens in one second. The test
  /// is skipped on a server that cannot.
  public static TestBucket versioned() {
    TestBucket bucket = create();
    try (S3Client client = bucket.client()) {
      client.putBucketVersioning(request ->
          request
              .bucket(bucket.name)
              .versioningConfiguration(to -> to.status(BucketVersioningStatus.ENABLED)));
      if (!bucket.hasVersions(client)) {
        Assumptions.abort(bucket.server.name() + " keeps no versions with times below a second");
      }
    } catch (S3Exception e) {
      Assumptions.abort(bucket.server.name() + " keeps no versions: " + e.getMessage());
    }
    return bucket;
  }

  private boolean hasVersions(S3Client client) {
    for (int i = 0; i < 2; i++) {
      client.putObject(
          request -> request.bucket(name).key(PROBE), RequestBody.fromString(Integer.toString(i)));
    }
    List<ObjectVersion> versions =
        client.listObjectVersions(request -> request.bucket(name).prefix(PROBE)).versions();
    for (ObjectVersion version : versions) {
      client.deleteObject(
          request -> request.bucket(name).key(PROBE).versionId(version.versionId()));
    }
    return versions.size() == 2
        && versions.stream()
            .anyMatch(version -> version.lastModified().get(ChronoField.MILLI_OF_SECOND) != 0);
  }

  /// A bucket with object lock, which has versions as well. The test is skipped on a server that
  /// cannot.
  ///
  /// @param days for which whatever is written is locked, in mode GOVERNANCE; 0 for no such rule
  public static TestBucket locked(int days) {
    TestBucket bucket = new TestBucket(S3Servers.shared());
    try (S3Client client = bucket.client()) {
      client.createBucket(request -> request.bucket(bucket.name).objectLockEnabledForBucket(true));
      client.putObjectLockConfiguration(request ->
          request
              .bucket(bucket.name)
              .objectLockConfiguration(to ->
                  to.objectLockEnabled(ObjectLockEnabled.ENABLED)
                      .rule(days == 0 ? null : rule(days))));
    } catch (S3Exception e) {
      Assumptions.abort(bucket.server.name() + " has no object lock: " + e.getMessage());
    }
    return bucket;
  }

  private static ObjectLockRule rule(int days) {
    return ObjectLockRule.builder()
        .defaultRetention(all -> all.mode(ObjectLockRetentionMode.GOVERNANCE).days(days))
        .build();
  }

  public String name() {
    return name;
  }

  public S3Server server() {
    return server;
  }

  /// A client of the server's owner, for what jbackup itself does not do.
  public S3Client client() {
    return S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .endpointOverride(server.endpoint())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(owner())
        .build();
  }

  private StaticCredentialsProvider owner() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(server.accessKey(), server.secretKey()));
  }

  /// Writes S3 settings for this bucket into a directory; further lines are added as they are.
  public Path settings(Path directory, String... lines) {
    return settings(directory, server.endpoint(), lines);
  }

  /// As [#settings(Path, String...)], with temporary credentials that may do only what a policy
  /// allows. The test is skipped on a server that cannot make any.
  public Path restrictedSettings(Path directory, String policy, String... lines) {
    try (StsClient sts =
        StsClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(owner())
            .build()) {
      Credentials made =
          sts.assumeRole(request ->
                  request.roleArn("arn:x:y:z:jbackup").roleSessionName("test").policy(policy))
              .credentials();
      String keys =
          "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\naws_session_token = %s\n"
              .formatted(made.accessKeyId(), made.secretAccessKey(), made.sessionToken());
      return settings(directory, server.endpoint(), keys, lines);
    } catch (StsException e) {
      Assumptions.abort(server.name() + " has no policies: " + e.getMessage());
      throw e;
    }
  }

  /// As [#settings(Path, String...)], with something else between jbackup and the server.
  public Path settings(Path directory, URI endpoint, String... lines) {
    String keys =
        "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
            .formatted(server.accessKey(), server.secretKey());
    return settings(directory, endpoint, keys, lines);
  }

  private static Path settings(Path directory, URI endpoint, String secrets, String[] lines) {
    try {
      Path keys = directory.resolve("credentials");
      Files.deleteIfExists(keys);
      Files.createFile(
          keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(keys, secrets);
      Path settings = directory.resolve("s3.conf");
      Files.writeString(
          settings,
          "endpoint = %s\ncredentials-file = '%s'\n%s\n"
              .formatted(endpoint, keys, String.join("\n", lines)));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
