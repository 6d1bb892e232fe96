package io.jbackup.scheduler.web.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Collects samples and writes them grouped by metric, as the text format 0.0.4 asks for.
final class Samples {
  private static final double MILLIS = 1000;

  private final Map<Metric, StringBuilder> lines = new EnumMap<>(Metric.class);

  /// @param labels names and values in turn
  void add(Metric metric, long value, String... labels) {
    add(metric, BigDecimal.valueOf(value), labels);
  }

  /// @param labels names and values in turn
  void add(Metric metric, double value, String... labels) {
    add(metric, BigDecimal.valueOf(value).stripTrailingZeros(), labels);
  }

  private void add(Metric metric, BigDecimal value, String... labels) {
    StringBuilder line = lines.computeIfAbsent(metric, _ -> new StringBuilder());
    line.append(metric.metricName());
    for (int i = 0; i < labels.length; i += 2) {
      line.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      escape(line, labels[i + 1]);
      line.append('"');
    }
    line.append(labels.length > 0 ? "} " : " ").append(value.toPlainString()).append('\n');
  }

  void time(Metric metric, Instant time, String... labels) {
    add(metric, time.toEpochMilli() / MILLIS, labels);
  }

  void time(Metric metric, Optional<Instant> time, String... labels) {
    time.ifPresent(known -> time(metric, known, labels));
  }

  /// Never negative: a clock that was put back must not look like a broken metric.
  void span(Metric metric, Duration span, String... labels) {
    add(metric, Math.max(0, span.toMillis() / MILLIS), labels);
  }

  private static void escape(StringBuilder line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '"' -> line.append("\\\"");
        case '\n' -> line.append("\\n");
        default -> line.append(c);
      }
    }
  }

  String render() {
    StringBuilder text = new StringBuilder();
    lines.forEach((metric, samples) -> {
      String name = metric.metricName();
      text.append("# HELP ").append(name).append(' ').append(metric.help()).append('\n');
      text.append("# TYPE ").append(name).append(' ');
      text.append(metric.type().name().toLowerCase(Locale.ROOT)).append('\n').append(samples);
    });
    return text.toString();
  }
}
