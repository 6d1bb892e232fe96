package io.jbackup.scheduler.web.page;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Mark;
import io.jbackup.core.window.RecoveryWindow.Reachable;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Draws the recovery window to scale, a row for each timeline. Across, all is in percent, so that
/// the drawing fills any width and its letters keep their size.
final class TimeLine {
  private static final int ROW = 46;
  private static final int BAR = 18;
  private static final int BAR_TOP = 20;
  private static final int AXIS = 26;
  private static final int HUNDRED = 100;
  private static final int MOST_TICKS = 4;
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(14),
          Duration.ofDays(30),
          Duration.ofDays(90),
          Duration.ofDays(365));

  private final RecoveryWindow window;
  private final Words words;
  private final String id;
  private final Instant from;
  private final Instant to;
  private final Html html = new Html();

  private TimeLine(RecoveryWindow window, Words words, String id, Instant from) {
    this.window = window;
    this.words = words;
    this.id = id;
    Duration shown = Duration.between(from, words.now());
    this.from = from.minus(shown.dividedBy(25));
    this.to = words.now().plus(shown.dividedBy(50));
  }

  /// Empty when nothing in it has a time.
  ///
  /// @param id unique on the page
  static Optional<String> of(RecoveryWindow window, Words words, String id) {
    return times(window)
        .filter(time -> time.isBefore(words.now()))
        .min(Instant::compareTo)
        .map(from -> new TimeLine(window, words, id, from).draw());
  }

  private static Stream<Instant> times(RecoveryWindow window) {
    Stream<Instant> ends =
        window.branches().stream()
            .flatMap(branch ->
                Stream.concat(
                    branch.stretches().stream().flatMap(one -> one.from().stream()),
                    branch.holes().stream().flatMap(one -> one.from().stream())));
    return Stream.concat(ends, window.backups().stream().map(Mark::time));
  }

  private String draw() {
    List<TimelineWindow> rows = window.branches();
    int height = Math.max(1, rows.size()) * ROW + AXIS;
    html.markup(
        ("<svg class=\"line\" role=\"img\" aria-labelledby=\"%1$s-title %1$s-desc\" width=\"100%%\""
                + " height=\"%2$d\"><title id=\"%1$s-title\">")
            .formatted(id, height));
    html.text("Recovery window of " + window.instance()).markup("</title>");
    html.element("desc id=\"" + id + "-desc\"", description());
    html.markup(
        ("<defs><pattern id=\"%s-hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\""
                + " patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"8\""
                + " height=\"8\"/><rect class=\"hatch\" width=\"4\" height=\"8\"/></pattern></defs>")
            .formatted(id));
    ticks(height - AXIS);
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), i * ROW);
    }
    marks(rows);
    return html.markup("</svg>").toString();
  }

  private String description() {
    int holes = window.branches().stream().mapToInt(branch -> branch.holes().size()).sum();
    String reach =
        window.oldest().isEmpty() || window.newest().isEmpty()
            ? "Nothing can be recovered."
            : "Can be recovered from "
                + words.time(window.oldest().get().time())
                + " to "
                + words.time(window.newest().get().time())
                + ".";
    return reach + " Holes: " + holes + ". Backups: " + window.backups().size() + ".";
  }

  private void row(TimelineWindow branch, int top) {
    html.markup("<text class=\"row\" x=\"0\" y=\"" + (top + 13) + "\">");
    html.text("timeline " + Integer.toUnsignedString(branch.timeline())).markup("</text>");
    bar("ground", from, to, top, "");
    for (Reachable stretch : branch.stretches()) {
      Optional<Instant> begin = stretch.from().or(stretch::to);
      Optional<Instant> end = stretch.to().or(stretch::from);
      if (begin.isPresent() && end.isPresent()) {
        bar("good", begin.get(), end.get(), top, span("can be recovered", begin.get(), end.get()));
      }
    }
    for (Unreachable hole : branch.holes()) {
      if (hole.from().isPresent() && hole.to().isPresent()) {
        Instant begin = hole.from().get();
        Instant end = hole.to().get();
        bar("hole", begin, end, top, span("hole", begin, end));
      }
    }
  }

  private String span(String what, Instant begin, Instant end) {
    return what + ": " + words.time(begin) + " to " + words.time(end);
  }

  private void bar(String kind, Instant begin, Instant end, int top, String title) {
    String fill = kind.equals("hole") ? " fill=\"url(#" + id + "-hatch)\"" : "";
    html.markup(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\"%s x=\"%.3f%%\" y=\"%d\" width=\"%.3f%%\" height=\"%d\">",
            kind,
            fill,
            percent(begin),
            top + BAR_TOP,
            Math.max(0.4, percent(end) - percent(begin)),
            BAR));
    html.element("title", title).markup("</rect>");
  }

  private void marks(List<TimelineWindow> rows) {
    for (Mark mark : window.backups()) {
      if (mark.status() == BackupStatus.RUNNING) {
        continue;
      }
      int row = 0;
      for (int i = 0; i < rows.size(); i++) {
        row = rows.get(i).timeline() == mark.timeline() ? i : row;
      }
      html.markup(
          String.format(
              Locale.ROOT,
              "<svg class=\"mark %s\" x=\"%.3f%%\" y=\"%d\" overflow=\"visible\">",
              mark.isRestorable() ? "usable" : "unusable",
              percent(mark.time()),
              row * ROW + BAR_TOP + BAR / 2));
      html.element(
          "title", "backup " + mark.id() + " " + mark.status() + ", " + words.time(mark.time()));
      html.markup("<path d=\"M0-8 8 0 0 8-8 0Z\"/>");
      html.markup(mark.isRestorable() ? "" : "<path class=\"cross\" d=\"M-4-4 4 4M4-4-4 4\"/>");
      html.markup("</svg>");
    }
  }

  private void ticks(int bottom) {
    List<Instant> ticks = tickTimes();
    boolean hours =
        ticks.size() < 2
            || Duration.between(ticks.get(0), ticks.get(1)).compareTo(Duration.ofHours(20)) < 0;
    for (Instant tick : ticks) {
      double at = percent(tick);
      String anchor = at < 8 ? "start" : at > HUNDRED - 8 ? "end" : "middle";
      html.markup(
          String.format(
              Locale.ROOT,
              "<line class=\"tick\" x1=\"%1$.3f%%\" x2=\"%1$.3f%%\" y1=\"16\" y2=\"%2$d\"/>"
                  + "<text class=\"axis\" text-anchor=\"%3$s\" x=\"%1$.3f%%\" y=\"%4$d\">",
              at,
              bottom + 2,
              anchor,
              bottom + 18));
      html.text(words.tick(tick, hours)).markup("</text>");
    }
    html.markup(
        String.format(
            Locale.ROOT,
            "<line class=\"now\" x1=\"%1$.3f%%\" x2=\"%1$.3f%%\" y1=\"14\" y2=\"%2$d\"/>"
                + "<text class=\"row\" text-anchor=\"end\" x=\"100%%\" y=\"11\">now</text>",
            percent(words.now()),
            bottom));
  }

  /// At whole steps of local time.
  private List<Instant> tickTimes() {
    Duration shown = Duration.between(from, to);
    Duration step =
        STEPS.stream()
            .filter(one -> shown.dividedBy(one) <= MOST_TICKS)
            .findFirst()
            .orElse(shown.dividedBy(MOST_TICKS));
    long seconds = Math.max(1, step.toSeconds());
    long offset = words.zone().getRules().getOffset(from).getTotalSeconds();
    List<Instant> ticks = new ArrayList<>();
    long first = Math.ceilDiv(from.getEpochSecond() + offset, seconds) * seconds - offset;
    for (long at = first; at <= to.getEpochSecond(); at += seconds) {
      ticks.add(Instant.ofEpochSecond(at));
    }
    return ticks;
  }

  private double percent(Instant time) {
    double whole = Math.max(1, Duration.between(from, to).toMillis());
    double part = Duration.between(from, time).toMillis();
    return Math.clamp(HUNDRED * part / whole, 0, HUNDRED);
  }
}
