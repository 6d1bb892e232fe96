package io.jbackup.scheduler.cluster.patroni;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.protocol.PemTls;
import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.cluster.Sight;
import io.jbackup.scheduler.config.ClusterSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Asks the Patroni of this node about itself (`/patroni`) and about the others (`/cluster`).
///
/// Seen with Patroni 3.0.2 and 4.1.4: health endpoints answer the same document with 503, so the
/// status code is not looked at; without etcd `/cluster` ends without an answer.
public final class PatroniReader implements ClusterReader {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(8);

  private final ClusterSource.Patroni source;
  private final PatroniAnswers answers;
  private final Clock clock;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();

  /// @param node this node's name, for versions of Patroni that do not say it
  ///
  ///   Throws UsageException when the files for TLS cannot be used.
  public PatroniReader(ClusterSource.Patroni source, String node, Clock clock) {
    this.source = source;
    this.clock = clock;
    this.answers = new PatroniAnswers(node);
    this.http = client(source);
  }

  private static HttpClient client(ClusterSource.Patroni source) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1);
    if (source.ca().isPresent() || source.certificate().isPresent()) {
      try {
        builder.sslContext(PemTls.context(source.ca(), source.certificate(), source.key()));
      } catch (IOException | GeneralSecurityException e) {
        throw new UsageException(
            "could not prepare TLS for " + source.url() + ": " + e.getMessage(),
            "Check ca, cert and key of cluster.patroni in the configuration file.",
            e);
      }
    }
    return builder.build();
  }

  @Override
  public Sight look() {
    JsonNode self;
    try {
      self = get("/patroni");
    } catch (IOException e) {
      return new Sight.Unknown(
          clock.instant(),
          "Patroni at " + source.url() + " does not answer: " + Refusal.why(e, source.url()));
    }
    if (!self.hasNonNull("state")) {
      return new Sight.Unknown(clock.instant(), source.url() + " answers, but not as Patroni does");
    }
    Optional<JsonNode> cluster;
    try {
      cluster = Optional.of(get("/cluster")).filter(answer -> answer.path("members").isArray());
    } catch (IOException _) {
      cluster = Optional.empty(); // the picture says that the others are unknown
    }
    ClusterPicture picture = answers.picture(self, cluster, clock.instant());
    return new Sight.Seen(picture);
  }

  private JsonNode get(String path) throws IOException {
    URI uri = URI.create(source.url().toString().replaceAll("/+$", "") + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).GET().build();
    try {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("its answer to " + path + " is no JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
