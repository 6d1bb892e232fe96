package io.jbackup.cli.window;

import io.jbackup.cli.window.Look.Ink;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The line below a drawing that tells times: at round moments of the local zone, as many as there
/// is room for.
final class TimeAxis {
  private static final int GAP = 3;
  private static final Duration LONGEST = Duration.ofDays(364);
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
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
          Duration.ofDays(28),
          Duration.ofDays(91),
          LONGEST);

  private final TimeScale scale;
  private final ZoneId zone;
  private final Duration step;

  private record Tick(int column, String label) {}

  TimeAxis(TimeScale scale, ZoneId zone) {
    this.scale = scale;
    this.zone = zone;
    step =
        STEPS.stream()
            .filter(this::hasRoom)
            .findFirst()
            .orElseGet(() -> LONGEST.multipliedBy(1 + scale.span().dividedBy(LONGEST)));
  }

  /// Whether all labels of a step fit beside one another.
  private boolean hasRoom(Duration each) {
    int labels = scale.columns() / (label(scale.from(), each).length() + GAP);
    return each.multipliedBy(Math.max(1, labels)).compareTo(scale.span()) >= 0;
  }

  /// The line and the labels below it.
  List<String> lines(Look look) {
    int columns = scale.columns();
    StringBuilder line = new StringBuilder();
    line.repeat(look.symbol(Ink.AXIS), columns - 1).append(look.symbol(Ink.NOW));
    StringBuilder labels = new StringBuilder();
    int end = columns - "now".length() - GAP;
    for (Tick tick : ticks()) {
      boolean room = labels.isEmpty() || labels.length() + GAP <= tick.column();
      if (room && tick.column() + tick.label().length() <= end) {
        line.setCharAt(tick.column(), look.symbol(Ink.TICK));
        labels.repeat(' ', tick.column() - labels.length()).append(tick.label());
      }
    }
    labels.repeat(' ', columns - "now".length() - labels.length()).append("now");
    return List.of(look.paint(line.toString(), Ink.AXIS), labels.toString());
  }

  private List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    LocalDateTime first = LocalDateTime.ofInstant(scale.from(), zone).truncatedTo(ChronoUnit.DAYS);
    Instant day = first.atZone(zone).toInstant();
    long skipped = Math.max(0, Duration.between(day, scale.from()).dividedBy(step));
    for (long i = skipped; ticks.size() <= scale.columns(); i++) {
      LocalDateTime local = first.plus(step.multipliedBy(i));
      Instant time = local.atZone(zone).toInstant();
      if (time.isAfter(scale.to())) {
        break;
      }
      if (!time.isBefore(scale.from())) {
        ticks.add(new Tick(scale.column(time), label(time, step)));
      }
    }
    return ticks;
  }

  /// Only as much as changes from one label to the next, with what is needed to read it.
  private String label(Instant time, Duration each) {
    LocalDateTime local = LocalDateTime.ofInstant(time, zone);
    String date = local.toLocalDate().toString();
    String clock = two(local.getHour()) + ":" + two(local.getMinute());
    boolean days = each.compareTo(Duration.ofDays(1)) >= 0;
    if (days) {
      return scale.span().toDays() > 300 ? date : date.substring("2026-".length());
    }
    boolean oneDay = scale.span().compareTo(Duration.ofHours(20)) < 0;
    String seconds = each.compareTo(Duration.ofMinutes(1)) < 0 ? ":" + two(local.getSecond()) : "";
    return (oneDay ? "" : date.substring("2026-".length()) + " ") + clock + seconds;
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
