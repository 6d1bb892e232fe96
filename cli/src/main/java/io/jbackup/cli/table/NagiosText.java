package io.jbackup.cli.table;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.core.check.CheckItem;
import io.jbackup.core.check.CheckLevel;
import io.jbackup.core.check.CheckReport;
import io.jbackup.core.check.Measure;
import java.util.stream.Collectors;

/// The answer of `check` for Nagios and what understands its plugins (Monitoring Plugins
/// Development Guidelines, "Plugin Output for Nagios"): a line with the worst findings and
/// performance data, then a line for each finding.
public final class NagiosText {
  /// The exit code for "could not be found out".
  public static final int UNKNOWN = 3;

  private NagiosText() {}

  public static int exitCode(CheckLevel level) {
    return switch (level) {
      case OK -> 0;
      case WARNING -> 1;
      case FAIL -> 2;
    };
  }

  public static String of(CheckReport report) {
    String head =
        "JBACKUP "
            + switch (report.level()) {
              case OK -> "OK";
              case WARNING -> "WARNING";
              case FAIL -> "CRITICAL";
            }
            + " - "
            + CheckText.summary(report);
    String worst =
        report.items().stream()
            .filter(item -> item.level() != CheckLevel.OK && item.level() == report.level())
            .map(item -> "; " + item.name() + ": " + item.text())
            .collect(Collectors.joining());
    String data = report.measures().stream().map(NagiosText::data).collect(Collectors.joining(" "));
    String lines =
        report.items().stream()
            .map((CheckItem item) -> item.level() + " " + item.name() + ": " + item.text() + "\n")
            .map(NagiosText::plain)
            .collect(Collectors.joining());
    return plain(head + worst) + " | " + data + "\n" + lines;
  }

  public static String unknown(BackupException failure) {
    String message = String.valueOf(failure.getMessage()).replace('\n', ' ');
    return plain("JBACKUP UNKNOWN - " + message) + "\n";
  }

  /// A bar would begin performance data.
  private static String plain(String text) {
    return text.replace('|', '/');
  }

  private static String data(Measure measure) {
    String limits =
        limit(measure.warning(), measure.unit()) + ";" + limit(measure.critical(), measure.unit());
    return measure.name() + "=" + measure.value() + measure.unit() + ";" + limits;
  }

  /// Of free space less is worse, which `N:` says.
  private static String limit(long limit, String unit) {
    if (limit < 0) {
      return "";
    }
    return unit.equals("%") ? limit + ":" : Long.toString(limit);
  }
}
