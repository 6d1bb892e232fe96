package io.jbackup.cli.service;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/// Writes a cron expression of Quartz as systemd.time(7) has it, where that is possible.
final class OnCalendar {
  private static final List<String> DAYS = List.of("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final int FIELDS = 6;

  private OnCalendar() {}

  /// Empty for what systemd cannot say: the last day, the nearest weekday, a certain year.
  static Optional<String> of(String cron) {
    List<String> fields = List.of(cron.strip().split("\\s+", -1));
    if (fields.size() != FIELDS || fields.stream().anyMatch(OnCalendar::isSpecial)) {
      return Optional.empty();
    }
    String day = numbers(fields.get(3), "1");
    String month = numbers(months(fields.get(4)), "1");
    String time =
        String.join(
            ":",
            numbers(fields.get(2), "0"),
            numbers(fields.get(1), "0"),
            numbers(fields.get(0), "0"));
    return Optional.of(weekdays(fields.get(5)) + "*-" + month + "-" + day + " " + time);
  }

  private static boolean isSpecial(String field) {
    return field.contains("#") || field.matches(".*\\d[LW].*|L.*|LW") || field.matches("[A-Z]{3}L");
  }

  /// `?` and `*` are all; ranges and steps are written as systemd wants them.
  ///
  /// @param first where steps begin
  private static String numbers(String field, String first) {
    StringJoiner list = new StringJoiner(",");
    for (String part : field.split(",", -1)) {
      String plain = part.equals("?") ? "*" : part.replace("-", "..");
      String padded = plain.matches("\\d") ? "0" + plain : plain;
      list.add(padded.startsWith("*/") ? first + padded.substring(1) : padded);
    }
    return list.toString();
  }

  private static String months(String field) {
    String text = field.toUpperCase(Locale.ROOT);
    for (int i = 0; i < MONTHS.size(); i++) {
      text = text.replace(MONTHS.get(i), Integer.toString(i + 1));
    }
    return text;
  }

  /// Quartz counts days from Sunday, which is 1.
  private static String weekdays(String field) {
    if (field.equals("?") || field.equals("*")) {
      return "";
    }
    String text = field.toUpperCase(Locale.ROOT).replace("-", "..");
    for (int i = 0; i < DAYS.size(); i++) {
      text = text.replace(Integer.toString(i + 1), DAYS.get(i));
    }
    return text + " ";
  }
}
