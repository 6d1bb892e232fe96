package io.jbackup.scheduler.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.scheduler.config.HttpSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebFrontTest {
  @TempDir private Path directory;

  private static HttpSettings any() {
    return open(0);
  }

  private static HttpSettings open(int port) {
    return new HttpSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        Optional.empty(),
        Optional.empty());
  }

  private HttpSettings guarded(int port, String token) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), token);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new HttpSettings(open(port).listen(), Optional.of(file), Optional.empty());
  }

  private static WebFront front(HttpSettings settings) {
    WebFront front = new WebFront(Optional.of(settings), Snapshots::everything, ZoneOffset.UTC);
    front.start();
    return front;
  }

  private static int port(WebFront front) {
    return front.address().orElseThrow().getPort();
  }

  private static int ask(int port, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/status"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void anotherPortTakesThePlaceOfTheFirst() throws Exception {
    try (WebFront front = front(any())) {
      int first = port(front);
      int second;
      try (ServerSocket free = new ServerSocket(0)) {
        second = free.getLocalPort();
      }
      front.change(Optional.of(open(second)));

      assertThat(ask(second, "")).isEqualTo(200);
      assertThatThrownBy(() -> ask(first, "")).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aPortThatIsTakenLeavesTheOldServerInForce() throws Exception {
    try (WebFront front = front(any());
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> front.change(Optional.of(open(taken.getLocalPort()))))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("" + taken.getLocalPort());

      assertThat(ask(port(front), "")).isEqualTo(200);
    }
  }

  @Test
  void aTokenIsWantedOnTheSamePortAndReadAgainWhenItIsAnother() throws Exception {
    try (WebFront front = front(any())) {
      int port = port(front);
      front.change(Optional.of(guarded(port, "0123456789abcdef")));
      assertThat(ask(port, "none")).isEqualTo(401);
      assertThat(ask(port, "0123456789abcdef")).isEqualTo(200);

      front.change(Optional.of(guarded(port, "fedcba9876543210")));
      assertThat(ask(port, "0123456789abcdef")).isEqualTo(401);
      assertThat(ask(port, "fedcba9876543210")).isEqualTo(200);
    }
  }

  @Test
  void aTokenThatCannotBeUsedChangesNothing() throws Exception {
    try (WebFront front = front(any())) {
      int port = port(front);
      HttpSettings weak = guarded(port, "short");

      assertThatThrownBy(() -> front.change(Optional.of(weak))).isInstanceOf(UsageException.class);
      assertThat(ask(port, "")).isEqualTo(200);
    }
  }

  @Test
  void httpIsTakenAwayAndComesBack() throws Exception {
    try (WebFront front = front(any())) {
      int port = port(front);
      front.change(Optional.empty());
      assertThat(front.address()).isEmpty();
      assertThatThrownBy(() -> ask(port, "")).isInstanceOf(ConnectException.class);

      front.change(Optional.of(open(port)));
      assertThat(ask(port, "")).isEqualTo(200);
    }
  }
}
