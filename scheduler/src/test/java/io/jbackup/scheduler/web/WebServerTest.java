package io.jbackup.scheduler.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.scheduler.config.HttpSettings;
import io.jbackup.scheduler.status.ServiceStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebServerTest {
  private static final String TOKEN = "0123456789abcdef-token";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path directory;

  private static WebServer serve(ServiceStatus status, Optional<Path> token) {
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    WebServer server =
        new WebServer(
            new HttpSettings(listen, token, Optional.empty()), () -> status, ZoneOffset.UTC);
    server.start();
    return server;
  }

  private HttpResponse<String> send(WebServer server, String method, String path, String... headers)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(WebServer server, String path, String... headers)
      throws IOException, InterruptedException {
    return send(server, "GET", path, headers);
  }

  @Test
  void healthIsGoodWhenAllIsWell() throws Exception {
    try (WebServer server = serve(Snapshots.service(Snapshots.well("A")), Optional.empty())) {
      HttpResponse<String> answer = get(server, "/health");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("OK\n");
    }
  }

  @Test
  void healthNamesEachReasonWhenItIsNot() throws Exception {
    try (WebServer server = serve(Snapshots.everything(), Optional.empty())) {
      HttpResponse<String> answer = get(server, "/health");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body().lines())
          .containsExactly(
              "SHOP<&\"1: alarm backup-age: the newest good backup is 2 days old",
              "SHOP<&\"1: alarm free-space: 6 % of the catalog's file system are free",
              "LOST: cannot read directory \"/pgsql/pg_backup/backups/LOST\": permission denied");
    }
  }

  @Test
  void aLookThatHangsIsNotHealthy() {
    ServiceStatus fine = Snapshots.service(Snapshots.well("A"));
    ServiceStatus later =
        new ServiceStatus(
            fine.node(),
            fine.version(),
            fine.catalog(),
            fine.since(),
            fine.at().plusSeconds(3600),
            fine.instances(),
            fine.traffic(),
            fine.problems());

    assertThat(Health.reasons(fine)).isEmpty();
    assertThat(Health.reasons(later)).containsExactly("A: not looked at for 60 minutes");
  }

  @Test
  void statusIsJson() throws Exception {
    try (WebServer server = serve(Snapshots.everything(), Optional.empty())) {
      HttpResponse<String> answer = get(server, "/api/status");
      JsonNode json = new ObjectMapper().readTree(answer.body());

      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue("application/json; charset=utf-8");
      assertThat(json.path("healthy").asBoolean()).isFalse();
      assertThat(json.path("instances")).hasSize(4);
      JsonNode shop = json.path("instances").path(1);
      assertThat(shop.path("instance").asText()).isEqualTo("SHOP<&\"1");
      assertThat(shop.path("here").path("runs-backups").asBoolean()).isFalse();
      assertThat(shop.path("window").path("holes").path(0).path("reasons").path(0).asText())
          .contains("17 WAL segments")
          .contains("are missing");
      assertThat(shop.path("running").path(0).path("left-seconds").asLong()).isEqualTo(1980);
      assertThat(shop.path("last-drill").path("passed").asBoolean(true)).isFalse();
      assertThat(json.path("current-time").asText()).isEqualTo("2026-11-22 21:33:04+00");
    }
  }

  @Test
  void thePageIsGuardedAgainstScriptsAndFrames() throws Exception {
    try (WebServer server = serve(Snapshots.everything(), Optional.empty())) {
      HttpResponse<String> answer = get(server, "/");

      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'")
          .contains("frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.body()).contains("SHOP&lt;&amp;&quot;1").doesNotContain("SHOP<");
      assertThat(answer.body()).doesNotContain("<script").doesNotContain(" style=");
    }
  }

  @Test
  void headHasTheLengthAndNoBody() throws Exception {
    try (WebServer server = serve(Snapshots.everything(), Optional.empty())) {
      HttpResponse<String> answer = send(server, "HEAD", "/style.css");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValueAsLong("Content-Length").orElse(0)).isGreaterThan(1000);
    }
  }

  @Test
  void nothingButReadingIsAllowed() throws Exception {
    try (WebServer server = serve(Snapshots.everything(), Optional.empty())) {
      for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS"}) {
        HttpResponse<String> answer = send(server, method, "/");

        assertThat(answer.statusCode()).as(method).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
      }
      assertThat(get(server, "/../etc/passwd").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void theTokenOpensEveryPathAsBearerAndAsPassword() throws Exception {
    try (WebServer server = serve(Snapshots.everything(), Optional.of(token(TOKEN, "r--------")))) {
      for (String path : new String[] {"/", "/health", "/metrics", "/api/status", "/style.css"}) {
        HttpResponse<String> refused = get(server, path);
        assertThat(refused.statusCode()).as(path).isEqualTo(401);
        assertThat(refused.headers().allValues("WWW-Authenticate")).hasSize(2);
        assertThat(refused.body()).doesNotContain(TOKEN);
        assertThat(get(server, path, "Authorization", "Bearer " + TOKEN).statusCode())
            .as(path)
            .isNotEqualTo(401);
        assertThat(get(server, path, "Authorization", basic("prometheus", TOKEN)).statusCode())
            .as(path)
            .isNotEqualTo(401);
      }
    }
  }

  @Test
  void anyOtherTokenIsRefused() throws Exception {
    try (WebServer server = serve(Snapshots.everything(), Optional.of(token(TOKEN, "rw-------")))) {
      for (String header :
          new String[] {
            "Bearer",
            "Bearer ",
            "Bearer " + TOKEN + "x",
            "Bearer " + TOKEN.substring(1),
            basic(TOKEN, ""),
            "Basic %%%",
            "Digest " + TOKEN,
            TOKEN
          }) {
        assertThat(get(server, "/metrics", "Authorization", header).statusCode())
            .as(header)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void anAddressThatIsOpenToOthersIsRefused() {
    InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
    HttpSettings open = new HttpSettings(everywhere, Optional.empty(), Optional.empty());

    assertThatThrownBy(() -> new WebServer(open, Snapshots::everything, ZoneOffset.UTC))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not a loopback address");
  }

  @Test
  void aWeakOrReadableTokenIsRefused() throws IOException {
    for (String permissions : new String[] {"rw-r--r--", "rw-r-----", "rw--w----"}) {
      Path readable = token(TOKEN, permissions);
      assertThatThrownBy(() -> serve(Snapshots.everything(), Optional.of(readable)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("by others than its owner");
    }
    Path weak = token("secret", "rw-------");
    assertThatThrownBy(() -> serve(Snapshots.everything(), Optional.of(weak)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("fewer than 16 characters")
        .hasMessageNotContaining("secret\"");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (WebServer first = serve(Snapshots.everything(), Optional.empty())) {
      HttpSettings same = new HttpSettings(first.address(), Optional.empty(), Optional.empty());

      assertThatThrownBy(() -> new WebServer(same, Snapshots::everything, ZoneOffset.UTC))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining(String.valueOf(first.address().getPort()));
    }
  }

  private Path token(String text, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("token" + text.hashCode() + permissions), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
