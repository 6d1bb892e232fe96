package io.jbackup.scheduler.web;

import io.jbackup.scheduler.status.ServiceStatus;
import io.jbackup.scheduler.status.StatusSource;
import io.jbackup.scheduler.web.metrics.MetricsText;
import io.jbackup.scheduler.web.page.StatusPage;
import java.time.ZoneId;
import java.util.List;

/// Which path is answered with what.
final class Routes {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final StatusSource source;
  private final StatusPage page;
  private final StatusJson json;

  Routes(StatusSource source, ZoneId zone) {
    this.source = source;
    this.page = new StatusPage(zone);
    this.json = new StatusJson(zone);
  }

  Answer answer(String path) {
    return switch (path) {
      case "/" -> Answer.of(OK, "text/html", page.render(source.current()));
      case "/health" -> health(source.current());
      case "/metrics" ->
          Answer.of(OK, "text/plain; version=0.0.4", MetricsText.of(source.current()));
      case "/api/status" -> Answer.of(OK, "application/json", json.render(source.current()));
      case "/style.css" -> Answer.of(OK, "text/css", StatusPage.style());
      case "/icon.svg" -> Answer.of(OK, "image/svg+xml", StatusPage.icon());
      default ->
          Answer.plain(NOT_FOUND, "nothing here; there are /, /health, /metrics and /api/status");
    };
  }

  private static Answer health(ServiceStatus status) {
    List<String> reasons = Health.reasons(status);
    return reasons.isEmpty()
        ? Answer.plain(OK, "OK")
        : Answer.plain(UNAVAILABLE, String.join("\n", reasons));
  }
}
