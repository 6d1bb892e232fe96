package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.testing.s3.FakeServer;
import io.jbackup.catalog.testing.s3.FakeServer.Reply;
import io.jbackup.catalog.testing.s3.FakeServer.Request;
import io.jbackup.catalog.testing.s3.FaultProxy;
import io.jbackup.catalog.testing.s3.FaultProxy.Fault;
import io.jbackup.catalog.testing.s3.TestCertificate;
import io.jbackup.catalog.testing.s3.TlsFront;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the settings make of requests, as a server sees them.
final class SettingsOnTheWireTest {
  private static final ObjectKey SEGMENT = new ObjectKey("wal/main/000000010000000000000001");
  private static final ObjectKey ARCHIVE = new ObjectKey("backups/main/ABCDEF/base.tar.zst");
  private static final ObjectKey CONTROL = new ObjectKey("backups/main/ABCDEF/backup.control");
  private static final int SMALL = 1000;
  private static final int LARGE = 9 << 20;
  private static final String SSE = "x-amz-server-side-encryption";

  @TempDir private Path directory = Path.of("");
  private final FakeServer server = FakeServer.store();
  private final Map<String, String> environment = new HashMap<>();

  @AfterEach
  void close() {
    server.close();
  }

  private ObjectStore store(URI endpoint, String... lines) throws IOException {
    Path keys = directory.resolve("keys");
    Files.writeString(keys, "[default]\naws_access_key_id = k\naws_secret_access_key = s\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
    return storeWithoutKeys(
        endpoint, "credentials-file = '" + keys + "'", String.join("\n", lines));
  }

  private ObjectStore storeWithoutKeys(URI endpoint, String... lines) throws IOException {
    Path file = directory.resolve("s3.conf");
    Files.writeString(file, "endpoint = " + endpoint + "\n" + String.join("\n", lines));
    environment.put("HOME", directory.toString());
    return S3Stores.open("bucket", "", Optional.of(file), environment, Optional.empty(), () -> {});
  }

  private static void put(ObjectStore store, ObjectKey key, int size) {
    try (ObjectWriter writer = store.write(key, PutMode.REPLACE)) {
      writer.write(new byte[size], 0, size);
      writer.commit();
    }
  }

  /// The request that began to write an object.
  private Request written(ObjectKey key) {
    return server.request(line ->
        line.equals("PUT /bucket/" + key) || line.equals("POST /bucket/" + key + "?uploads"));
  }

  @Test
  void eachKindOfObjectHasItsStorageClass() throws Exception {
    try (ObjectStore store =
        store(
            server.endpoint(),
            "storage-class-data = GLACIER_IR",
            "storage-class-wal = STANDARD_IA",
            "storage-class-metadata = ONEZONE_IA")) {
      put(store, SEGMENT, SMALL);
      put(store, ARCHIVE, LARGE);
      put(store, CONTROL, SMALL);
    }
    String header = "x-amz-storage-class";
    assertThat(written(SEGMENT).header(header)).isEqualTo("STANDARD_IA");
    assertThat(written(ARCHIVE).header(header)).isEqualTo("GLACIER_IR");
    assertThat(written(CONTROL).header(header)).isEqualTo("ONEZONE_IA");
  }

  @Test
  void eachObjectHasItsTags() throws Exception {
    try (ObjectStore store = store(server.endpoint(), "tags = 'team=db&keep=yes'")) {
      put(store, SEGMENT, SMALL);
      put(store, ARCHIVE, LARGE);
    }
    assertThat(written(SEGMENT).header("x-amz-tagging")).isEqualTo("team=db&keep=yes");
    assertThat(written(ARCHIVE).header("x-amz-tagging")).isEqualTo("team=db&keep=yes");
  }

  @Test
  void withoutSettingsTheBucketDecides() throws Exception {
    try (ObjectStore store = store(server.endpoint())) {
      put(store, SEGMENT, SMALL);
      put(store, ARCHIVE, LARGE);
    }
    for (ObjectKey key : List.of(SEGMENT, ARCHIVE)) {
      assertThat(written(key).headers())
          .doesNotContainKeys("x-amz-storage-class", "x-amz-tagging", SSE);
    }
  }

  @Test
  void theStoreEncryptsWithItsKeys() throws Exception {
    try (ObjectStore store = store(server.endpoint(), "server-side-encryption = AES256")) {
      put(store, SEGMENT, SMALL);
      put(store, ARCHIVE, LARGE);
    }
    assertThat(written(SEGMENT).header(SSE)).isEqualTo("AES256");
    assertThat(written(ARCHIVE).header(SSE)).isEqualTo("AES256");
  }

  @Test
  void theStoreEncryptsWithAManagedKey() throws Exception {
    try (ObjectStore store =
        store(server.endpoint(), "server-side-encryption = aws:kms", "kms-key-id = k1")) {
      put(store, SEGMENT, SMALL);
      put(store, ARCHIVE, LARGE);
    }
    for (ObjectKey key : List.of(SEGMENT, ARCHIVE)) {
      assertThat(written(key).header(SSE)).isEqualTo("aws:kms");
      assertThat(written(key).header(SSE + "-aws-kms-key-id")).isEqualTo("k1");
    }
  }

  @Test
  void ourKeyGoesWithEveryRequestOfAnObjectsContent() throws Exception {
    byte[] key = new byte[32];
    Path file = Files.write(directory.resolve("key"), key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (ObjectStore store =
        store(
            server.endpoint(),
            "server-side-encryption = customer",
            "customer-key-file = '" + file + "'")) {
      put(store, SEGMENT, SMALL);
      put(store, ARCHIVE, LARGE);
      assertThat(store.stat(SEGMENT)).isPresent();
      try (ObjectReader reader = store.open(SEGMENT).orElseThrow()) {
        assertThat(reader.size()).isEqualTo(2);
      }
    }
    assertThat(server.requests())
        .extracting(Request::method)
        .contains("PUT", "POST", "HEAD", "GET");
    assertThat(server.requests()).filteredOn(seen -> seen.line().contains("partNumber")).hasSize(2);
    assertThat(server.requests())
        .allSatisfy(seen -> {
          assertThat(seen.header(SSE + "-customer-algorithm")).isEqualTo("AES256");
          assertThat(seen.header(SSE + "-customer-key"))
              .isEqualTo(Base64.getEncoder().encodeToString(key));
          assertThat(seen.header(SSE + "-customer-key-md5")).isNotEmpty();
        });
  }

  @Test
  void requestsGoThroughTheProxy() throws Exception {
    try (ObjectStore store =
        store(
            URI.create("http://store.invalid"),
            "path-style = on",
            "proxy = " + server.endpoint())) {
      put(store, SEGMENT, SMALL);
    }
    assertThat(server.requests())
        .extracting(Request::line)
        .containsExactly("PUT http://store.invalid/bucket/" + SEGMENT);
  }

  private static Reply identity(Request request) {
    assertThat(request.body())
        .contains("Action=AssumeRoleWithWebIdentity", "WebIdentityToken=token", "RoleArn=arn");
    return Reply.of(
        """
        <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult>
        <AssumedRoleUser><AssumedRoleId>r</AssumedRoleId><Arn>arn:aws:sts::1:x/r/s</Arn>
        </AssumedRoleUser><Credentials><AccessKeyId>given</AccessKeyId>
        <SecretAccessKey>s</SecretAccessKey><SessionToken>session</SessionToken>
        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
        </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
        """);
  }

  private void roleByToken() throws IOException {
    environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/backup");
    environment.put(
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        Files.writeString(directory.resolve("token"), "token").toString());
  }

  private void assertSignedByGivenKey() {
    assertThat(written(SEGMENT).header("authorization")).contains("Credential=given/");
    assertThat(written(SEGMENT).header("x-amz-security-token")).isEqualTo("session");
  }

  /// By a server whose certificate only the settings make trusted.
  @Test
  void aWebIdentityIsShownWhereTheSettingsTrust() throws Exception {
    roleByToken();
    TestCertificate certificate = TestCertificate.local();
    try (FakeServer sts = FakeServer.start(SettingsOnTheWireTest::identity);
        TlsFront front = TlsFront.before(sts.endpoint(), certificate)) {
      environment.put("AWS_ENDPOINT_URL_STS", front.endpoint().toString());
      for (String credentials : List.of("web-identity", "default")) {
        try (ObjectStore store =
            storeWithoutKeys(
                server.endpoint(),
                "credentials = " + credentials,
                "ca-file = '" + certificate.file() + "'")) {
          put(store, SEGMENT, SMALL);
        }
      }
      assertThat(sts.requests()).hasSize(2);
    }
    assertSignedByGivenKey();
  }

  @Test
  void aWebIdentityGoesThroughTheProxyToTheRegionsService() throws Exception {
    roleByToken();
    try (FaultProxy proxy = FaultProxy.before(server.endpoint())) {
      proxy.faults(_ -> new Fault.Answer(502, ""));
      try (ObjectStore store =
          storeWithoutKeys(
              server.endpoint(),
              "credentials = web-identity",
              "region = eu-north-1",
              "proxy = " + proxy.endpoint())) {
        assertThatThrownBy(() -> put(store, SEGMENT, SMALL)).isInstanceOf(StorageException.class);
      }
      assertThat(proxy.requests()).contains("CONNECT sts.eu-north-1.amazonaws.com:443");
    }
  }

  private static Reply instance(Request request) {
    String path = request.target().getPath();
    if (path.contains("extended")) {
      return new Reply(404, Map.of(), "");
    }
    if (path.endsWith("/api/token")) {
      return Reply.of("t");
    }
    return Reply.of(
        path.endsWith("security-credentials/")
            ? "backup"
            : """
            {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "2026-01-01T00:00:00Z",
             "AccessKeyId": "given", "SecretAccessKey": "s", "Token": "session",
             "Expiration": "2099-01-01T00:00:00Z"}
            """);
  }

  @Test
  void theInstancesRoleGivesCredentials() throws Exception {
    try (FakeServer service = FakeServer.start(SettingsOnTheWireTest::instance)) {
      environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", service.endpoint().toString());
      try (ObjectStore store = storeWithoutKeys(server.endpoint(), "credentials = instance-role")) {
        put(store, SEGMENT, SMALL);
      }
    }
    assertSignedByGivenKey();
  }
}
