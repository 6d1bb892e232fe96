package io.jbackup.scheduler.web.page;

import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.ServiceStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/// The page at `/`: HTML alone, without scripts; its style sheet is `/style.css`.
public final class StatusPage {
  private final ZoneId zone;

  /// @param zone in which times are shown
  public StatusPage(ZoneId zone) {
    this.zone = zone;
  }

  public String render(ServiceStatus status) {
    Words words = new Words(zone, status.at());
    Html html = new Html();
    html.markup(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="stylesheet" href="/style.css">
        <link rel="icon" href="/icon.svg" type="image/svg+xml">
        """);
    html.element("title", title(status)).markup("\n</head>\n<body>\n");
    header(html, status, words);
    html.markup("<main>\n");
    problems(html, status);
    if (status.instances().isEmpty()) {
      html.element("p class=\"empty\"", "No instance is configured.");
    }
    for (int i = 0; i < status.instances().size(); i++) {
      new InstanceSection(html, status.instances().get(i), words, "i" + i).write();
    }
    html.markup("</main>\n");
    footer(html, status, words);
    return html.markup("</body>\n</html>\n").toString();
  }

  private static String title(ServiceStatus status) {
    int alarms = status.instances().stream().mapToInt(one -> one.alarms().size()).sum();
    String state = alarms > 0 ? alarms(alarms) + " – " : "";
    return state + "jbackup on " + status.node();
  }

  private static String alarms(int count) {
    return count == 1 ? "1 alarm" : count + " alarms";
  }

  private static void header(Html html, ServiceStatus status, Words words) {
    html.markup("<header>\n<h1>").text("Backups ").element("span", "on " + status.node());
    html.markup("</h1>\n<p>").text("As of " + words.time(status.at()) + " " + words.zoneName());
    html.markup(" · <a href=\"/\">Reload</a></p>\n");
    if (status.instances().size() > 1) {
      html.markup("<nav aria-label=\"Instances\"><ul>");
      for (int i = 0; i < status.instances().size(); i++) {
        InstanceStatus one = status.instances().get(i);
        html.markup("<li><a href=\"#i" + i + "\">").text(one.name()).markup("</a>");
        if (!one.alarms().isEmpty()) {
          html.markup(" ").element("span class=\"badge bad\"", alarms(one.alarms().size()));
        }
        html.markup("</li>");
      }
      html.markup("</ul></nav>\n");
    }
    html.markup("</header>\n");
  }

  private static void problems(Html html, ServiceStatus status) {
    if (status.problems().isEmpty()) {
      return;
    }
    html.markup("<section class=\"alarm\" aria-labelledby=\"service-problems\">");
    html.element("h2 id=\"service-problems\"", "The service itself has a problem").markup("<ul>");
    status.problems().forEach(problem -> html.element("li", problem));
    html.markup("</ul></section>\n");
  }

  private static void footer(Html html, ServiceStatus status, Words words) {
    html.markup("<footer><p>").text("jbackup " + status.version() + ", running for ");
    html.text(Words.span(Duration.between(status.since(), words.now())));
    html.text(", catalog ").element("code", status.catalog().toString());
    html.markup(
        "</p><p><a href=\"/health\">Health</a> · <a href=\"/metrics\">Metrics</a> ·"
            + " <a href=\"/api/status\">JSON</a></p></footer>\n");
  }

  public static String style() {
    return resource("style.css");
  }

  public static String icon() {
    return resource("icon.svg");
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(StatusPage.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
