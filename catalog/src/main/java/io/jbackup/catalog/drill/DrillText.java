package io.jbackup.catalog.drill;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.text.NameValueText;
import io.jbackup.catalog.wal.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Map;
import java.util.Optional;

/// The text of the record of drills. Names of the last drill begin with `last-`, those of the last
/// one that passed with `passed-`.
record DrillText(Optional<DrillRecord> last, Optional<DrillRecord> passed) {
  static final DrillText EMPTY = new DrillText(Optional.empty(), Optional.empty());

  private static final String VERSION = "format-version";
  private static final String LAST = "last-";
  private static final String PASSED = "passed-";
  private static final int MOST_DETAIL = 2000;

  DrillText with(DrillRecord record) {
    return new DrillText(Optional.of(record), record.passed() ? Optional.of(record) : passed);
  }

  /// Throws IllegalArgumentException when the text cannot be read.
  static DrillText parse(String text) {
    Map<String, String> values = NameValueText.parse(text);
    String version = values.getOrDefault(VERSION, "");
    if (!version.equals("" + Drills.FORMAT_VERSION)) {
      throw new IllegalArgumentException(
          "format version \""
              + version
              + "\", this jbackup reads version "
              + Drills.FORMAT_VERSION);
    }
    return new DrillText(record(values, LAST), record(values, PASSED));
  }

  String format() {
    StringBuilder text = new StringBuilder();
    line(text, VERSION, "" + Drills.FORMAT_VERSION);
    last.ifPresent(record -> append(text.append("# the last drill\n"), LAST, record));
    passed.ifPresent(
        record -> append(text.append("# the last drill that passed\n"), PASSED, record));
    return text.toString();
  }

  private static void append(StringBuilder text, String prefix, DrillRecord record) {
    line(text, prefix + "backup-id", record.backup().text());
    line(text, prefix + "result", record.passed() ? "passed" : "failed");
    line(text, prefix + "start-time", time(record.started()));
    line(text, prefix + "duration-ms", "" + record.duration().toMillis());
    line(text, prefix + "host", record.host());
    record.recoveredTo().ifPresent(time -> line(text, prefix + "recovered-to", time(time)));
    record.recoveredLsn().ifPresent(lsn -> line(text, prefix + "recovered-lsn", lsn.toString()));
    line(text, prefix + "detail", shortened(record.detail()));
  }

  private static String shortened(String detail) {
    return detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(NameValueText.line(name, value, false)).append('\n');
  }

  private static Optional<DrillRecord> record(Map<String, String> values, String prefix) {
    if (!values.containsKey(prefix + "backup-id")) {
      if (values.keySet().stream().anyMatch(name -> name.startsWith(prefix))) {
        throw new IllegalArgumentException("there is no " + prefix + "backup-id in it");
      }
      return Optional.empty();
    }
    return Optional.of(
        new DrillRecord(
            new BackupId(required(values, prefix + "backup-id")),
            instant(prefix + "start-time", required(values, prefix + "start-time")),
            duration(prefix + "duration-ms", required(values, prefix + "duration-ms")),
            required(values, prefix + "host"),
            passed(prefix + "result", required(values, prefix + "result")),
            Optional.ofNullable(values.get(prefix + "recovered-to"))
                .map(text -> instant(prefix + "recovered-to", text)),
            Optional.ofNullable(values.get(prefix + "recovered-lsn")).map(Lsn::parse),
            required(values, prefix + "detail")));
  }

  private static String required(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no " + name + " in it");
    }
    return value;
  }

  private static boolean passed(String name, String text) {
    return switch (text) {
      case "passed" -> true;
      case "failed" -> false;
      default -> throw unreadable(name, text);
    };
  }

  private static Duration duration(String name, String text) {
    if (!text.matches("\\d{1,15}")) {
      throw unreadable(name, text);
    }
    return Duration.ofMillis(Long.parseLong(text));
  }

  private static Instant instant(String name, String text) {
    return ControlTime.parse(text).orElseThrow(() -> unreadable(name, text));
  }

  private static IllegalArgumentException unreadable(String name, String text) {
    return new IllegalArgumentException(name + " is \"" + text + "\"");
  }

  /// In UTC, with microseconds where there are some.
  private static String time(Instant time) {
    String seconds = ControlTime.format(time);
    int micros = time.get(ChronoField.MICRO_OF_SECOND);
    int offset = seconds.lastIndexOf('+');
    return micros == 0
        ? seconds
        : "%s.%06d%s".formatted(seconds.substring(0, offset), micros, seconds.substring(offset));
  }
}
