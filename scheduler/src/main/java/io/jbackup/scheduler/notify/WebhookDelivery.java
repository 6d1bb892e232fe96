package io.jbackup.scheduler.notify;

import io.jbackup.scheduler.config.NotifyTarget.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/// Posts JSON, again after a while when the other side was not ready: 1 s, 2 s, 4 s, … 1 min. What
/// it refuses for good (4xx but for 408 and 429) is not tried again.
final class WebhookDelivery implements Delivery {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int OK = 200;
  private static final int REDIRECT = 300;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final Webhook target;
  private final Duration firstPause;
  private final HttpClient client;

  WebhookDelivery(Webhook target, Duration firstPause) {
    this.target = target;
    this.firstPause = firstPause;
    this.client = HttpClient.newBuilder().connectTimeout(target.timeout()).build();
  }

  @Override
  public String name() {
    URI url = target.url();
    return "webhook "
        + url.getScheme()
        + "://"
        + url.getHost()
        + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  @Override
  public void deliver(String json) throws IOException, InterruptedException {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      String failure = attempt(json);
      if (failure.isEmpty()) {
        return;
      }
      if (attempt >= target.attempts() || failure.startsWith("refused")) {
        throw new IOException(failure + " (attempt " + attempt + ")");
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
  }

  /// Empty when it worked. An exception's own words may hold the address: only its kind is told.
  private String attempt(String json) throws InterruptedException {
    try {
      HttpResponse<Void> answer = client.send(request(json), BodyHandlers.discarding());
      int status = answer.statusCode();
      if (status >= OK && status < REDIRECT) {
        return "";
      }
      boolean refused =
          status >= REDIRECT && status < SERVER_ERROR && status != TIMEOUT && status != TOO_MANY;
      return (refused ? "refused with status " : "answered with status ") + status;
    } catch (IOException e) {
      return "no answer: " + e.getClass().getSimpleName();
    }
  }

  private HttpRequest request(String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url())
            .timeout(target.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "jbackup")
            .POST(BodyPublishers.ofString(json));
    String user = target.url().getUserInfo();
    if (user != null) {
      byte[] pair = user.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return request.build();
  }
}
