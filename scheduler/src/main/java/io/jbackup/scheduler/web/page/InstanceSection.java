package io.jbackup.scheduler.web.page;

import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.core.window.RecoveryWindow.Moment;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import java.time.Duration;
import java.util.Optional;

/// One instance on the page: what is wrong, the key figures, the recovery window, the work.
final class InstanceSection {
  private static final int HUNDRED = 100;

  private final Html html;
  private final InstanceStatus one;
  private final Words words;
  private final String id;

  InstanceSection(Html html, InstanceStatus one, Words words, String id) {
    this.html = html;
    this.one = one;
    this.words = words;
    this.id = id;
  }

  void write() {
    html.markup("<section class=\"card\" id=\"" + id + "\" aria-labelledby=\"" + id + "-name\">\n");
    html.markup("<div class=\"head\">").element("h2 id=\"" + id + "-name\"", one.name());
    badge();
    html.markup("</div>\n");
    alarms();
    figures();
    here();
    one.running().forEach(this::running);
    new WindowPart(html, one, words, id).write();
    new Tables(html, one, words).write();
    problems();
    html.markup("</section>\n");
  }

  private void badge() {
    int alarms = one.alarms().size();
    if (alarms > 0) {
      html.element("span class=\"badge bad\"", alarms == 1 ? "1 alarm" : alarms + " alarms");
    } else if (one.window().isEmpty()) {
      html.element("span class=\"badge unsure\"", "unknown");
    } else if (InstanceStatus.newestGood(one.backups()).isEmpty()) {
      html.element("span class=\"badge unsure\"", "no backup yet");
    } else {
      html.element("span class=\"badge fine\"", "all well");
    }
  }

  private void alarms() {
    if (one.alarms().isEmpty()) {
      return;
    }
    html.markup("<div class=\"alarm\">").element("h3", "Alarms").markup("<ul>");
    for (Alarm alarm : one.alarms()) {
      html.markup("<li>").element("strong", capital(alarm.text()));
      html.element("span class=\"since\"", "since " + words.time(alarm.since()));
      html.element("span class=\"hint\"", alarm.hint()).markup("</li>");
    }
    html.markup("</ul></div>\n");
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private void figures() {
    html.markup("<dl class=\"figures\">");
    Optional<Row> good = InstanceStatus.newestGood(one.backups());
    figure(
        "Last good backup",
        good.map(row -> words.distance(row.facts().startTime())).orElse("none"),
        good.map(InstanceSection::about).orElse("nothing to restore from"));
    Optional<Moment> newest = one.window().flatMap(window -> window.newest());
    figure(
        "Restorable up to",
        newest.map(moment -> words.distance(moment.time())).orElse("unknown"),
        newest.map(moment -> words.time(moment.time())).orElse("no recoverable moment is known"));
    drill();
    figure("WAL that waits", waiting(), archived());
    figure(
        "Free space",
        one.freePercent().isPresent()
            ? Math.round(one.freePercent().getAsDouble()) + " %"
            : "unknown",
        one.freeBytes().isPresent()
            ? Words.size(one.freeBytes().getAsLong()) + " in the catalog's file system"
            : "the file system could not be asked");
    html.markup("</dl>\n");
  }

  private static String about(Row row) {
    String took = row.duration().map(span -> " in " + Words.span(span)).orElse("");
    return row.facts().mode() + ", " + Words.size(row.storedBytes()) + took;
  }

  private String waiting() {
    if (one.archiving().readySegments().isEmpty()) {
      return "unknown";
    }
    long ready = one.archiving().readySegments().getAsLong();
    return ready == 1 ? "1 segment" : ready + " segments";
  }

  private String archived() {
    return one.archiving()
        .newestSegmentAge()
        .map(age -> "newest archived " + Words.span(age) + " ago")
        .orElse("nothing is archived");
  }

  private void drill() {
    Optional<DrillRecord> passed = one.lastPassedDrill();
    Optional<DrillRecord> last = one.lastDrill();
    boolean failed = last.isPresent() && !last.get().passed();
    String value = passed.map(drill -> words.distance(drill.started())).orElse("never");
    String note =
        passed
            .map(drill ->
                "restorable"
                    + drill.recoveredTo().map(to -> " to " + words.time(to)).orElse("")
                    + ", took "
                    + Words.span(drill.duration()))
            .orElse("no drill has passed");
    figure(
        "Proved by a drill", value, failed ? "the last one failed: " + last.get().detail() : note);
  }

  private void figure(String name, String value, String note) {
    html.markup("<div>").element("dt", name).element("dd class=\"value\"", value);
    html.element("dd class=\"note\"", note).markup("</div>");
  }

  private void here() {
    html.markup("<p class=\"here\">");
    html.element(
        "strong", one.here().runs() ? "This node takes the backups: " : "Not this node’s work: ");
    html.text(one.here().reason());
    html.element(
        "span class=\"since\"",
        "role " + one.here().role() + ", looked at " + words.time(one.here().decidedAt()));
    html.markup("</p>\n");
  }

  private void running(Running job) {
    String name = job.schedule() + ": " + job.task();
    Duration since = Duration.between(job.since(), words.now());
    StringBuilder state = new StringBuilder(Words.size(job.doneBytes()));
    html.markup("<div class=\"job\"><p>").element("strong", name).markup(" ");
    if (job.totalBytes() > 0) {
      long percent = Math.min(HUNDRED, HUNDRED * job.doneBytes() / job.totalBytes());
      state.append(" of ").append(Words.size(job.totalBytes())).append(", ").append(percent);
      state.append(" %");
    }
    state.append(", running for ").append(Words.span(since));
    job.left().ifPresent(left -> state.append(", about ").append(Words.span(left)).append(" left"));
    html.element("span", state.toString()).markup("</p><progress aria-label=\"").text(name);
    if (job.totalBytes() > 0) {
      html.markup("\" max=\"" + job.totalBytes() + "\" value=\"" + job.doneBytes());
    }
    html.markup("\"></progress></div>\n");
  }

  private void problems() {
    if (one.problems().isEmpty()) {
      return;
    }
    html.markup("<div class=\"notes\">").element("h3", "Notes").markup("<ul>");
    one.problems().forEach(problem -> html.element("li", problem));
    html.markup("</ul></div>\n");
  }
}
