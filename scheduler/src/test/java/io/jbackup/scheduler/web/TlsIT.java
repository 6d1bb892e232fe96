package io.jbackup.scheduler.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.protocol.PemTls;
import io.jbackup.scheduler.config.HttpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With certificates as OpenSSL makes them.
final class TlsIT {
  @TempDir private Path directory;

  @Test
  void onlyAClientWithACertificateOfTheAuthorityIsLetIn() throws Exception {
    make("server");
    make("client");
    make("stranger");
    try (WebServer server =
        new WebServer(settings("client"), Snapshots::everything, ZoneOffset.UTC)) {
      server.start();

      assertThat(get(server, Optional.of("client"))).startsWith("# HELP jbackup_build_info");
      assertThatThrownBy(() -> get(server, Optional.empty())).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get(server, Optional.of("stranger")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void certificatesThatCannotBeUsedAreNamed() throws Exception {
    make("server");
    Files.writeString(directory.resolve("client.crt"), "nonsense");
    HttpSettings settings = settings("client");

    assertThatThrownBy(() -> new WebServer(settings, Snapshots::everything, ZoneOffset.UTC))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("http.tls");
  }

  private HttpSettings settings(String clientCa) {
    HttpSettings.Tls tls =
        new HttpSettings.Tls(
            directory.resolve("server.crt"),
            directory.resolve("server.key"),
            Optional.of(directory.resolve(clientCa + ".crt")));
    return new HttpSettings(
        new InetSocketAddress("0.0.0.0", 0), Optional.empty(), Optional.of(tls));
  }

  private String get(WebServer server, Optional<String> client)
      throws IOException, InterruptedException, GeneralSecurityException {
    HttpClient http =
        HttpClient.newBuilder()
            .sslContext(
                PemTls.context(
                    Optional.of(directory.resolve("server.crt")),
                    client.map(name -> directory.resolve(name + ".crt")),
                    client.map(name -> directory.resolve(name + ".key"))))
            .build();
    URI uri = URI.create("https://127.0.0.1:" + server.address().getPort() + "/metrics");
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  /// A key and a certificate that is its own authority.
  private void make(String name) throws IOException, InterruptedException {
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                name + ".key",
                "-out",
                name + ".crt")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
  }
}
