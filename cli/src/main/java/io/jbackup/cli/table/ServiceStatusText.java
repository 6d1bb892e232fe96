package io.jbackup.cli.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

/// What the service answers at `/api/status`, for people: a few lines for each instance, its
/// running work and its schedules as tables.
public final class ServiceStatusText {
  private final StringBuilder text = new StringBuilder();

  private ServiceStatusText() {}

  /// The text; the times are as the document has them.
  public static String of(JsonNode status) {
    ServiceStatusText made = new ServiceStatusText();
    made.service(status);
    each(status, "instances").forEach(made::instance);
    return made.text.toString();
  }

  private static List<JsonNode> each(JsonNode parent, String name) {
    return StreamSupport.stream(parent.path(name).spliterator(), false).toList();
  }

  private void service(JsonNode status) {
    text.append(
        "Node '%s', jbackup %s, catalog \"%s\"\n"
            .formatted(word(status, "node"), word(status, "version"), word(status, "catalog")));
    line("runs since", word(status, "since"));
    line("as of", word(status, "current-time"));
    line("health", status.path("healthy").asBoolean() ? "good" : "NOT GOOD");
    each(status, "reasons").forEach(reason -> line("", reason.asText()));
    each(status, "problems").forEach(problem -> line("PROBLEM", problem.asText()));
  }

  private void instance(JsonNode one) {
    text.append("\nInstance '").append(word(one, "instance")).append("'\n");
    JsonNode here = one.path("here");
    String runs = here.path("runs-backups").asBoolean() ? "takes the backups" : "takes no backup";
    line("this server", word(here, "role"));
    line("this node", runs + ": " + word(here, "reason"));
    line("last backup", lastGood(one));
    line("window", window(one.path("window")));
    line("archiving", archiving(one.path("archiving")));
    if (one.has("free-bytes")) {
      String percent =
          one.has("free-percent") ? " (" + one.path("free-percent").asInt() + "%)" : "";
      line("free space", Amounts.size(one.path("free-bytes").asLong()) + percent);
    }
    line("last drill", drill(one.path("last-drill")));
    if (one.has("mirror")) {
      line("mirror", mirror(one.path("mirror")));
    }
    for (JsonNode alarm : each(one, "alarms")) {
      line(
          "ALARM",
          word(alarm, "alarm") + " since " + word(alarm, "since") + ": " + word(alarm, "text"));
      line("", "HINT: " + word(alarm, "hint"));
    }
    each(one, "problems").forEach(problem -> line("PROBLEM", problem.asText()));
    running(each(one, "running"));
    schedules(each(one, "schedules"));
  }

  private static String lastGood(JsonNode one) {
    for (JsonNode backup : each(one, "backups")) {
      String status = word(backup, "status");
      if (status.equals("OK") || status.equals("DONE")) {
        return "%s %s %s, started %s, took %s, %s, zratio %s"
            .formatted(
                word(backup, "id"),
                word(backup, "backup-mode"),
                status,
                word(backup, "start-time"),
                span(backup, "duration-seconds"),
                Amounts.size(backup.path("stored-bytes").asLong()),
                backup.has("zratio")
                    ? String.format(Locale.ROOT, "%.2f", backup.path("zratio").asDouble())
                    : "-");
      }
    }
    return "NONE that is good";
  }

  private static String window(JsonNode window) {
    if (!window.has("oldest")) {
      return window.isMissingNode() ? "unknown" : "NONE: nothing can be recovered";
    }
    int holes = window.path("holes").size();
    return "%s to %s (%s ago)%s"
        .formatted(
            word(window, "oldest"),
            word(window, "newest"),
            span(window, "newest-age-seconds"),
            holes == 0 ? "" : ", with %d hole%s".formatted(holes, holes == 1 ? "" : "s"));
  }

  private static String archiving(JsonNode archiving) {
    return "newest segment %s ago, %s waiting, %s failures"
        .formatted(
            span(archiving, "newest-segment-age-seconds"),
            word(archiving, "ready-segments"),
            word(archiving, "failed-count"));
  }

  private static String drill(JsonNode drill) {
    return drill.isMissingNode()
        ? "none"
        : "%s of backup %s at %s, took %s, recovered to %s"
            .formatted(
                drill.path("passed").asBoolean() ? "passed" : "FAILED",
                word(drill, "backup-id"),
                word(drill, "start-time"),
                span(drill, "duration-seconds"),
                word(drill, "recovered-to"));
  }

  private static String mirror(JsonNode mirror) {
    String place = '"' + word(mirror, "catalog") + '"';
    if (!mirror.has("missing-wal-files")) {
      return place + ", not looked at yet";
    }
    int backups = mirror.path("missing-backups").asInt();
    int wal = mirror.path("missing-wal-files").asInt();
    return backups + wal == 0
        ? place + " is complete as of " + word(mirror, "last-complete")
        : "%s lacks %d backup%s and %d WAL file%s, the oldest since %s; last success %s"
            .formatted(
                place,
                backups,
                backups == 1 ? "" : "s",
                wal,
                wal == 1 ? "" : "s",
                span(mirror, "lag-seconds"),
                word(mirror, "last-success"));
  }

  private void running(List<JsonNode> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable(
            List.of(
                Column.left("Running"),
                Column.left("Task"),
                Column.left("Since"),
                Column.right("Done"),
                Column.right("Total"),
                Column.right("%"),
                Column.right("Left")));
    for (JsonNode job : jobs) {
      long done = job.path("done-bytes").asLong();
      long total = job.path("total-bytes").asLong(0);
      table.add(
          List.of(
              word(job, "schedule"),
              word(job, "task"),
              word(job, "since"),
              Amounts.size(done),
              total > 0 ? Amounts.size(total) : "-",
              total > 0 ? Long.toString(Math.min(100, done * 100 / total)) : "-",
              span(job, "left-seconds")));
    }
    text.append(table.render(UnaryOperator.identity()));
  }

  private void schedules(List<JsonNode> schedules) {
    if (schedules.isEmpty()) {
      line("schedules", "none");
      return;
    }
    TextTable table =
        new TextTable(
            List.of(
                Column.left("Schedule"),
                Column.left("Cron"),
                Column.left("Next Run"),
                Column.left("Last Run"),
                Column.left("Last Result")));
    for (JsonNode schedule : schedules) {
      List<String> row = new ArrayList<>();
      for (String name : List.of("schedule", "cron", "next-run", "last-run", "last-result")) {
        row.add(word(schedule, name).replace('\n', ' '));
      }
      table.add(row);
    }
    text.append(table.render(UnaryOperator.identity()));
  }

  /// `-` for what is not known.
  private static String word(JsonNode parent, String name) {
    String value = parent.path(name).asText("");
    return value.isEmpty() ? "-" : value;
  }

  private static String span(JsonNode parent, String name) {
    return parent.has(name)
        ? Amounts.duration(Duration.ofSeconds(parent.path(name).asLong()))
        : "-";
  }

  private void line(String name, String value) {
    text.append("  %-14s %s\n".formatted(name, value.strip()));
  }
}
