package io.jbackup.scheduler.web.page;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The schedules and the backups of an instance. On a narrow page each row becomes a block, whose
/// cells are named by `data-label`.
final class Tables {
  private static final int SHOWN = 10;

  private final Html html;
  private final InstanceStatus one;
  private final Words words;

  Tables(Html html, InstanceStatus one, Words words) {
    this.html = html;
    this.one = one;
    this.words = words;
  }

  void write() {
    html.element("h3", "Schedules");
    if (one.schedules().isEmpty()) {
      html.element("p class=\"empty\"", "Nothing is scheduled.");
    } else {
      schedules();
    }
    html.element("h3", "Backups");
    List<Row> rows = one.backups();
    if (rows.isEmpty()) {
      html.element("p class=\"empty\"", emptyWords());
      return;
    }
    backups("The newest backups", rows.subList(0, Math.min(SHOWN, rows.size())));
    if (rows.size() > SHOWN) {
      html.markup("<details>").element("summary", (rows.size() - SHOWN) + " older ones");
      backups("Older backups", rows.subList(SHOWN, rows.size()));
      html.markup("</details>\n");
    }
  }

  private String emptyWords() {
    if (one.window().isEmpty()) {
      return "Not known.";
    }
    Optional<Instant> next =
        one.schedules().stream()
            .flatMap(schedule -> schedule.nextRun().stream())
            .min(Instant::compareTo);
    return "No backup yet."
        + next.map(time -> " The next work is due " + words.distance(time) + ".").orElse("");
  }

  private void schedules() {
    head("The schedules", "Schedule", "Next run", "Last run", "Result");
    for (ScheduleStatus schedule : one.schedules()) {
      html.markup("<tr>");
      html.markup("<th scope=\"row\">").text(schedule.name());
      html.element("span class=\"since\"", schedule.cron()).markup("</th>");
      moment("Next run", schedule.nextRun());
      moment("Last run", schedule.lastRun());
      html.markup("<td data-label=\"Result\">");
      schedule.lastOk().ifPresent(ok -> html.element(state(ok), ok ? "ok" : "failed").text(" "));
      html.text(withoutState(schedule.lastResult())).markup("</td></tr>\n");
    }
    html.markup("</tbody></table></div>\n");
  }

  /// The badge says it already.
  private static String withoutState(String result) {
    return result.replaceFirst("^(ok|failed)(: |$)", "");
  }

  private static String state(boolean fine) {
    return fine ? "span class=\"badge fine\"" : "span class=\"badge bad\"";
  }

  private static String state(BackupFacts facts) {
    return facts.status() == BackupStatus.RUNNING
        ? "span class=\"badge unsure\""
        : state(facts.isRestorable());
  }

  private void moment(String label, Optional<Instant> time) {
    html.markup("<td data-label=\"" + label + "\">");
    if (time.isEmpty()) {
      html.text("–");
    } else {
      html.text(words.distance(time.get()));
      html.element("span class=\"since\"", words.time(time.get()));
    }
    html.markup("</td>");
  }

  private void backups(String caption, List<Row> rows) {
    head(caption, "Backup", "Status", "Began", "Recovery time", "Took", "Size", "Ratio", "TLI");
    for (Row row : rows) {
      html.markup("<tr><th scope=\"row\">").element("code", row.facts().id().text());
      html.element("span class=\"since\"", about(row)).markup("</th>");
      html.markup("<td data-label=\"Status\">");
      html.element(state(row.facts()), row.facts().status().name()).markup("</td>");
      cell("Began", words.time(row.facts().startTime()));
      cell("Recovery time", row.recoveryTime().map(words::time).orElse("–"));
      cell("Took", row.duration().map(Words::span).orElse("–"));
      cell("Size", Words.size(row.storedBytes()));
      cell(
          "Ratio",
          row.zratio().isPresent()
              ? String.format(Locale.ROOT, "%.2f", row.zratio().getAsDouble())
              : "–");
      cell(
          "TLI",
          row.facts().timeline().isPresent()
              ? Integer.toUnsignedString(row.facts().timeline().getAsInt())
              : "–");
      html.markup("</tr>\n");
    }
    html.markup("</tbody></table></div>\n");
  }

  private String about(Row row) {
    String pinned =
        row.facts()
            .expireTime()
            .filter(until -> until.isAfter(words.now()))
            .map(until -> ", pinned until " + words.time(until))
            .orElse("");
    return row.facts().mode() + (row.facts().fromReplica() ? " from a replica" : "") + pinned;
  }

  private void cell(String label, String text) {
    html.element("td data-label=\"" + label + "\"", text);
  }

  private void head(String caption, String... columns) {
    String name = caption + " of " + one.name();
    html.markup("<div class=\"table\"><table>").element("caption", name);
    html.markup("<thead><tr>");
    for (String column : columns) {
      html.element("th scope=\"col\"", column);
    }
    html.markup("</tr></thead><tbody>\n");
  }
}
