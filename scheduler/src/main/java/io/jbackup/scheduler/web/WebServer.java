package io.jbackup.scheduler.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.protocol.PemTls;
import io.jbackup.scheduler.config.HttpSettings;
import io.jbackup.scheduler.status.StatusSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// Answers `/`, `/health`, `/metrics` and `/api/status` from the newest snapshot, for GET and HEAD
/// alone. Whoever has no token where one is wanted gets 401 for every path.
public final class WebServer implements AutoCloseable {
  private static final int UNAUTHORIZED = 401;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int INTERNAL_ERROR = 500;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Access access;
  private final Routes routes;

  /// Listens, but answers only after [#start()]. Throws UsageException when the address is open to
  /// others and nobody is asked who they are, or when token or certificates are not usable;
  /// ConnectionException when the address cannot be had.
  ///
  /// @param zone in which times are shown
  public WebServer(HttpSettings settings, StatusSource source, ZoneId zone) {
    requireGuarded(settings);
    access = Access.by(settings.tokenFile());
    routes = new Routes(source, zone);
    limit("sun.net.httpserver.maxReqTime", "20");
    limit("sun.net.httpserver.maxRspTime", "60");
    limit("jdk.httpserver.maxConnections", "64");
    server = listen(settings);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
  }

  /// Throws what the constructor would throw, but for the address: that is not tried.
  static void requireUsable(HttpSettings settings) {
    requireGuarded(settings);
    var _ = Access.by(settings.tokenFile());
    var _ = settings.tls().map(WebServer::context);
  }

  private static void requireGuarded(HttpSettings settings) {
    if (!settings.isGuarded()) {
      throw new UsageException(
          "http.listen "
              + settings.listen()
              + " is not a loopback address, and everybody there"
              + " would be let in",
          "Give http a token-file, or tls with a client-ca, or listen on 127.0.0.1.");
    }
  }

  /// The JDK's server has its limits from properties only; they are read before the first use.
  private static void limit(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static HttpServer listen(HttpSettings settings) {
    InetSocketAddress address = settings.listen();
    Optional<SSLContext> context = settings.tls().map(WebServer::context);
    try {
      if (context.isEmpty()) {
        return HttpServer.create(address, 0);
      }
      HttpsServer https = HttpsServer.create(address, 0);
      boolean wanted = settings.tls().orElseThrow().clientCa().isPresent();
      https.setHttpsConfigurator(new Configurator(context.get(), wanted));
      return https;
    } catch (IOException e) {
      throw new ConnectionException(
          "cannot listen on " + address + ": " + e.getMessage(),
          "Look what else listens there (ss -ltnp), or choose another address for http.listen.",
          e);
    }
  }

  private static SSLContext context(HttpSettings.Tls tls) {
    try {
      return PemTls.context(tls.clientCa(), Optional.of(tls.certificate()), Optional.of(tls.key()));
    } catch (IOException | GeneralSecurityException e) {
      throw new UsageException(
          "the certificates of http.tls cannot be used: " + e,
          "cert, key and client-ca are PEM files; the key is not encrypted.",
          e);
    }
  }

  /// Begins to answer.
  public void start() {
    server.start();
  }

  /// Where it listens; with the port that was found when 0 was asked for.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Answer answer(HttpExchange exchange) {
    Headers headers = exchange.getResponseHeaders();
    if (!access.isAllowed(exchange.getRequestHeaders().getFirst("Authorization"))) {
      headers.add("WWW-Authenticate", "Basic realm=\"jbackup\", charset=\"UTF-8\"");
      headers.add("WWW-Authenticate", "Bearer realm=\"jbackup\"");
      return Answer.plain(
          UNAUTHORIZED, "a token is needed, as bearer token or as the password of any user");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      headers.set("Allow", "GET, HEAD");
      return Answer.plain(METHOD_NOT_ALLOWED, "only GET and HEAD");
    }
    try {
      return routes.answer(exchange.getRequestURI().getPath());
    } catch (RuntimeException e) {
      return Answer.plain(INTERNAL_ERROR, "this is a mistake in jbackup: report it: " + e);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  /// Asks clients for certificates.
  private static final class Configurator extends HttpsConfigurator {
    private final boolean clientsMustShow;

    Configurator(SSLContext context, boolean clientsMustShow) {
      super(context);
      this.clientsMustShow = clientsMustShow;
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
      wanted.setNeedClientAuth(clientsMustShow);
      parameters.setSSLParameters(wanted);
    }
  }
}
