package io.jbackup.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.ExitCode;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.cli.option.Option;
import io.jbackup.cli.table.ServiceStatusText;
import io.jbackup.core.protocol.PemTls;
import io.jbackup.scheduler.config.HttpSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `service status`: asks the service that runs on this host.
final class ServiceStatusCommand implements VerbCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public int run(Session session) {
    ServiceSetting setting = new ServiceSetting(session);
    HttpSettings http =
        setting
            .read()
            .http()
            .orElseThrow(() ->
                new UsageException(
                    "configuration file \"" + setting.file() + "\" has no http:",
                    "The status is asked for over HTTP; add for example"
                        + " http: { listen: 127.0.0.1:8680 } and restart the service."));
    String answer = ask(http);
    boolean json = session.arguments().choice(Option.FORMAT).equals("json");
    session.terminal().data(json ? answer + "\n" : table(answer));
    return ExitCode.SUCCESS.code();
  }

  private static String table(String json) {
    try {
      return ServiceStatusText.of(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new ConnectionException(
          "what answers there is not jbackup's service: " + e.getOriginalMessage(),
          "Check http.listen in the configuration file.",
          e);
    }
  }

  private static String ask(HttpSettings http) {
    InetSocketAddress listen = http.listen();
    String scheme = http.tls().isPresent() ? "https" : "http";
    String host =
        listen.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : listen.getAddress().getHostAddress();
    URI uri = URI.create(scheme + "://" + host + ":" + listen.getPort() + "/api/status");
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
      if (http.tokenFile().isPresent()) {
        String token = Files.readString(http.tokenFile().get()).lines().findFirst().orElse("");
        request.header("Authorization", "Bearer " + token.strip());
      }
      HttpResponse<String> answer =
          client(http).send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw refused(uri, "it answers " + answer.statusCode(), null);
      }
      return answer.body();
    } catch (IOException | GeneralSecurityException e) {
      throw refused(uri, e.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted", "Ask again.", e);
    }
  }

  /// The certificate that the service itself shows is the one that is trusted.
  private static HttpClient client(HttpSettings http) throws IOException, GeneralSecurityException {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (http.tls().isPresent()) {
      HttpSettings.Tls tls = http.tls().get();
      client.sslContext(
          PemTls.context(
              Optional.of(tls.certificate()),
              Optional.of(tls.certificate()),
              Optional.of(tls.key())));
    }
    return client.build();
  }

  private static ConnectionException refused(URI uri, String why, @Nullable Exception cause) {
    return new ConnectionException(
        "the service does not answer at " + uri + ": " + why,
        "Does it run here? systemctl status jbackup, and the log file tell more.",
        cause);
  }
}
