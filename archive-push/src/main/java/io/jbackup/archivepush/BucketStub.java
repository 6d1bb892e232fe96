package io.jbackup.archivepush;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// As much of an object store as the training needs: objects in memory, by whole paths.
final class BucketStub implements AutoCloseable {
  private static final String NO_SUCH_KEY = "<Error><Code>NoSuchKey</Code></Error>";
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int TAKEN = 412;

  private final HttpServer server;
  private final String scheme;
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  private BucketStub(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::answer);
    server.start();
  }

  static BucketStub start() throws IOException {
    return new BucketStub(HttpServer.create(address(), 0), "http");
  }

  static BucketStub start(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new BucketStub(server, "https");
  }

  private static InetSocketAddress address() throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
  }

  URI endpoint() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, path, body);
        case "HEAD" -> head(exchange, objects.get(path));
        default -> get(exchange, path);
      }
    }
  }

  private void put(HttpExchange exchange, String path, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("ETag", "\"tag\"");
    boolean taken =
        exchange.getRequestHeaders().containsKey("If-None-Match") && objects.containsKey(path);
    if (!taken) {
      objects.put(path, unchunked(body));
    }
    reply(exchange, taken ? TAKEN : OK, new byte[0]);
  }

  /// The content of a body in signed chunks (Amazon S3 API reference, "Signature calculations:
  /// Transferring payload in multiple chunks").
  private static byte[] unchunked(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    if (!text.contains(";chunk-signature=")) {
      return body;
    }
    StringBuilder content = new StringBuilder();
    int position = 0;
    while (true) {
      int length = Integer.parseInt(text.substring(position, text.indexOf(';', position)), 16);
      if (length == 0) {
        return content.toString().getBytes(StandardCharsets.ISO_8859_1);
      }
      int begin = text.indexOf("\r\n", position) + 2;
      content.append(text, begin, begin + length);
      position = begin + length + 2;
    }
  }

  private static void head(HttpExchange exchange, byte @Nullable [] object) throws IOException {
    if (object != null) {
      exchange.getResponseHeaders().add("Content-Length", "" + object.length);
    }
    reply(exchange, object == null ? NOT_FOUND : OK, new byte[0]);
  }

  private void get(HttpExchange exchange, String path) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    byte[] object = objects.get(path);
    if (query != null && query.contains("list-type")) {
      reply(exchange, OK, listing(path, query).getBytes(StandardCharsets.UTF_8));
    } else if (object == null) {
      reply(exchange, NOT_FOUND, NO_SUCH_KEY.getBytes(StandardCharsets.UTF_8));
    } else {
      exchange.getResponseHeaders().add("ETag", "\"tag\"");
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes 0-" + (object.length - 1) + "/" + object.length);
      reply(exchange, PARTIAL, object);
    }
  }

  /// Of all that is directly below a prefix. The keys need no escapes.
  private String listing(String bucket, String query) {
    String prefix = query.replaceFirst("(.*&)?prefix=([^&]*).*", "$2");
    String start = bucket.replaceFirst("/?$", "/") + prefix;
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    Set<String> folders = new TreeSet<>();
    objects.forEach((path, content) -> {
      if (!path.startsWith(start)) {
        return;
      }
      String name = path.substring(start.length());
      if (name.contains("/")) {
        folders.add(prefix + name.substring(0, name.indexOf('/') + 1));
      } else {
        xml.append("<Contents><Key>").append(prefix).append(name).append("</Key><Size>");
        xml.append(content.length).append("</Size><ETag>\"tag\"</ETag>");
        xml.append("<LastModified>2026-11-22T00:00:00.000Z</LastModified></Contents>");
      }
    });
    for (String folder : folders) {
      xml.append("<CommonPrefixes><Prefix>").append(folder).append("</Prefix></CommonPrefixes>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT");
    if (body.length == 0) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
