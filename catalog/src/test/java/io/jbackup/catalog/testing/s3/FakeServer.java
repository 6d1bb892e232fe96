package io.jbackup.catalog.testing.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A server of HTTP that notes what it is asked and answers as it is told. As a proxy of HTTP it
/// answers for the server that is meant.
public final class FakeServer implements AutoCloseable {
  /// What it was asked.
  ///
  /// @param headers by their names in lower case
  /// @param body the content as text
  public record Request(String method, URI target, Map<String, String> headers, String body) {
    public @Nullable String header(String name) {
      return headers.get(name);
    }

    /// As `PUT /path?query`.
    public String line() {
      return method + " " + target;
    }
  }

  /// What it answers.
  public record Reply(int status, Map<String, String> headers, String body) {
    public static Reply of(String body) {
      return new Reply(200, Map.of(), body);
    }
  }

  private final HttpServer server;
  private final Function<Request, Reply> replies;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private FakeServer(HttpServer server, Function<Request, Reply> replies) {
    this.server = server;
    this.replies = replies;
  }

  public static FakeServer start(Function<Request, Reply> replies) {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeServer fake = new FakeServer(http, replies);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.createContext("/", fake::serve);
      http.start();
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A store that takes every object, and has objects of two bytes.
  public static FakeServer store() {
    return start(request -> {
      String query = String.valueOf(request.target().getQuery());
      if (request.method().equals("POST") && query.contains("uploads")) {
        return Reply.of(
            "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
      }
      if (request.method().equals("POST")) {
        return Reply.of(
            "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>");
      }
      return switch (request.method()) {
        case "GET" -> new Reply(206, Map.of("ETag", "e", "Content-Range", "bytes 0-1/2"), "ab");
        case "HEAD" -> new Reply(200, Map.of("ETag", "e", "Content-Length", "2"), "");
        default -> new Reply(200, Map.of("ETag", "e"), "");
      };
    });
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /// The first request with such a line.
  public Request request(Predicate<String> line) {
    return requests.stream().filter(seen -> line.test(seen.line())).findFirst().orElseThrow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers =
          exchange.getRequestHeaders().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT),
                      header -> header.getValue().getFirst()));
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
      requests.add(request);
      Reply reply = Objects.requireNonNull(replies.apply(request));
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
