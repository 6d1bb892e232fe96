package io.jbackup.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jbackup.scheduler.config.NotifyTarget.Occasion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads what connects the service with others: HTTP, notifications, the job store.
final class OutsideReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 5;
  private static final Map<String, Occasion> OCCASIONS =
      Map.of("failure", Occasion.FAILURE, "alarm", Occasion.ALARM, "recovery", Occasion.RECOVERY);

  private final Section top;

  OutsideReader(Section top) {
    this.top = top;
  }

  Optional<HttpSettings> http() {
    return top.section("http", "http").map(OutsideReader::http);
  }

  private static HttpSettings http(Section http) {
    InetSocketAddress listen = http.parsed("listen", loopback(0), OutsideReader::address);
    if (!http.has("listen")) {
      http.problem("listen", "must be given");
    }
    Optional<HttpSettings.Tls> tls =
        http.section("tls", "http.tls")
            .map(files ->
                new HttpSettings.Tls(
                    files.requiredPath("cert"),
                    files.requiredPath("key"),
                    files.path("client-ca")));
    HttpSettings settings = new HttpSettings(listen, http.path("token-file"), tls);
    if (!settings.isGuarded()) {
      http.problem(
          "listen", "an address that is not loopback needs a token-file, or tls with a client-ca");
    }
    return settings;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "\"" + text + "\" must be an address and a port as 127.0.0.1:8680");
    }
    String host = text.substring(0, colon);
    try {
      return new InetSocketAddress(
          InetAddress.getByName(host), Integer.parseInt(text.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("there is no host \"" + host + "\"", e);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  List<NotifyTarget> notifications() {
    List<NotifyTarget> targets = new ArrayList<>();
    for (Section each : top.list("notify", "notify[]")) {
      if (each.has("webhook") == each.has("command")) {
        each.problem("", "needs one of webhook and command");
      } else if (each.has("webhook")) {
        targets.add(
            new NotifyTarget.Webhook(
                InstanceReader.url("webhook", each),
                occasions(each),
                each.number("attempts", ATTEMPTS, 1, 100),
                each.duration("timeout", TIMEOUT)));
      } else {
        targets.add(
            new NotifyTarget.Command(
                each.required("command"), occasions(each), each.duration("timeout", TIMEOUT)));
      }
    }
    return targets;
  }

  boolean hasWebhook() {
    for (JsonNode target : top.value("notify")) {
      if (target.has("webhook")) {
        return true;
      }
    }
    return false;
  }

  private static Set<Occasion> occasions(Section target) {
    if (!target.has("on")) {
      return EnumSet.allOf(Occasion.class);
    }
    Set<Occasion> occasions = EnumSet.noneOf(Occasion.class);
    for (JsonNode word : target.value("on")) {
      Occasion occasion = OCCASIONS.get(word.asText());
      if (occasion == null) {
        target.problem("on", "\"" + word.asText() + "\" is none of failure, alarm, recovery");
      } else {
        occasions.add(occasion);
      }
    }
    if (!target.value("on").isArray()) {
      target.problem("on", "must be a list");
    }
    return occasions;
  }

  JobStoreSettings jobStore() {
    JsonNode value = top.value("job-store");
    if (value.isMissingNode() || value.isNull() || value.asText().equals("memory")) {
      return new JobStoreSettings.Memory();
    }
    if (!value.isObject()) {
      top.problem("job-store", "must be memory, or a map with jdbc, user and password-file");
      return new JobStoreSettings.Memory();
    }
    Section store = top.section("job-store", "job-store").orElseThrow();
    String url = store.required("jdbc");
    if (!url.startsWith("jdbc:postgresql:")) {
      store.problem("jdbc", "must be an address as jdbc:postgresql://host:5432/database");
    } else if (url.contains("password=")) {
      store.problem("jdbc", "it holds a password; use password-file instead");
    }
    return new JobStoreSettings.Jdbc(url, store.required("user"), store.path("password-file"));
  }
}
