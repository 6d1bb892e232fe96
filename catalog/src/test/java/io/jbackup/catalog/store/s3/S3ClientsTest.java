package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/// What the settings, the environment and the AWS files make of a client; nothing is asked.
final class S3ClientsTest {
  private static final String ENDPOINT = "endpoint = http://127.0.0.1:9000";
  private static final String FILES =
      """
      [default]
      region = eu-north-1
      [profile other]
      region = eu-south-1
      [profile wrong]
      region = eu-west-1
      endpoint_url = minio.example.com
      """;

  @TempDir private Path directory = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  private S3Client client(String... lines) throws IOException {
    Path file = directory.resolve("s3.conf");
    Files.writeString(file, String.join("\n", lines));
    environment.put("HOME", directory.toString());
    return S3Clients.create(S3SettingsReader.read(file, Optional.empty()), environment, () -> {});
  }

  private String region(String... lines) throws IOException {
    try (S3Client client = client(lines)) {
      return client.serviceClientConfiguration().region().id();
    }
  }

  private void writeFiles() throws IOException {
    Files.writeString(Files.createDirectory(directory.resolve(".aws")).resolve("config"), FILES);
  }

  @ParameterizedTest
  @CsvSource({"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"})
  void aWrongEndpointIsToldWithItsPlace(String variable) {
    for (String wrong : new String[] {"localhost:46453", "http://minio_1:46453", "minio.x.com"}) {
      environment.put(variable, wrong);
      assertThatThrownBy(this::client)
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith(
              variable + ": must be as https://host:port, not \"" + wrong + "\"");
    }
  }

  @Test
  void aWrongEndpointOfAProfileIsToldWithItsPlace() throws Exception {
    writeFiles();
    assertThatThrownBy(() -> client("profile = wrong"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "endpoint_url of profile \"wrong\" in \""
                + directory.resolve(".aws/config")
                + "\": must be as https://host:port, not \"minio.example.com\"");
  }

  @Test
  void theRegionIsTheProfilesAlsoWithAnEndpoint() throws Exception {
    assertThat(region(ENDPOINT)).isEqualTo("us-east-1");
    writeFiles();
    assertThat(region(ENDPOINT)).isEqualTo("eu-north-1");
    assertThat(region(ENDPOINT, "profile = other")).isEqualTo("eu-south-1");
    assertThat(region("profile = other")).isEqualTo("eu-south-1");
    environment.put("AWS_PROFILE", "other");
    assertThat(region(ENDPOINT)).isEqualTo("eu-south-1");
    assertThat(region(ENDPOINT, "profile = default")).isEqualTo("eu-north-1");
    environment.put("AWS_REGION", "eu-central-1");
    assertThat(region(ENDPOINT)).isEqualTo("eu-central-1");
    assertThat(region(ENDPOINT, "region = eu-central-2")).isEqualTo("eu-central-2");
  }

  @Test
  void theFilesAreElsewhereWhereTheEnvironmentSaysSo() throws Exception {
    environment.put(
        "AWS_CONFIG_FILE", Files.writeString(directory.resolve("config"), FILES).toString());
    assertThat(region(ENDPOINT, "profile = other")).isEqualTo("eu-south-1");
  }

  /// They cost time at the start of a program that runs for each segment.
  @Test
  void theFilesAreNotReadWhereNothingIsWantedOfThem() throws Exception {
    writeFiles();
    Files.writeString(directory.resolve(".aws/config"), "nonsense");
    environment.put("AWS_ACCESS_KEY_ID", "key");
    assertThat(region(ENDPOINT, "region = eu-central-1")).isEqualTo("eu-central-1");
    environment.put("AWS_REGION", "eu-central-2");
    assertThat(region(ENDPOINT)).isEqualTo("eu-central-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "profile"})
  void aProfileThatIsMissingIsNamed(String credentials) throws Exception {
    writeFiles();
    String message =
        "the profile \"absent\" is neither in \"%1$s/config\" nor in \"%1$s/credentials\""
            .formatted(directory.resolve(".aws"));
    assertThatThrownBy(() -> client(ENDPOINT, "profile = absent", "credentials = " + credentials))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
    environment.put("AWS_PROFILE", "absent");
    assertThatThrownBy(() -> client(ENDPOINT, "credentials = " + credentials))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void aProfileThatIsMissingInTheFileOfTheSettingsIsNamed() throws Exception {
    Path file = directory.resolve("keys");
    Files.writeString(file, "[other]\naws_access_key_id = a\naws_secret_access_key = b\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    String setting = "credentials-file = '" + file + "'";
    client(ENDPOINT, setting, "profile = other").close();
    assertThatThrownBy(() -> client(ENDPOINT, setting))
        .isInstanceOf(UsageException.class)
        .hasMessage("the profile \"default\" is not in \"" + file + "\"");
  }

  @Test
  void webIdentityNeedsItsVariables() {
    environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
    assertThatThrownBy(() -> client(ENDPOINT, "credentials = web-identity"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("AWS_WEB_IDENTITY_TOKEN_FILE");
  }
}
