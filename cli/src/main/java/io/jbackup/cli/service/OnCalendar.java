package io.jbackup.cli.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes a cron expression of Quartz as systemd.time(7) has it, where that is possible.
final class OnCalendar {
  private static final List<String> DAYS = List.of("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");
  private static final int FIELDS = 6;

  private OnCalendar() {}

  /// Empty for what systemd cannot say: the last day, the nearest weekday, a certain year, a range
  /// of hours past midnight.
  static Optional<String> of(String cron) {
    List<String> fields = List.of(cron.strip().toUpperCase(Locale.ROOT).split("\\s+", -1));
    if (fields.size() != FIELDS || isSpecial(fields) || wraps(fields)) {
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

  private static boolean isSpecial(List<String> fields) {
    return fields.get(3).matches(".*[LW].*") || fields.get(5).matches(".*[L#].*");
  }

  /// Quartz goes on at the beginning where a range ends before it begins; systemd refuses it.
  private static boolean wraps(List<String> fields) {
    return Stream.of(fields.get(0), fields.get(1), fields.get(2), fields.get(3))
            .anyMatch(OnCalendar::endsBeforeItBegins)
        || endsBeforeItBegins(months(fields.get(4)));
  }

  private static boolean endsBeforeItBegins(String field) {
    return RANGE
        .matcher(field)
        .results()
        .anyMatch(range -> Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2)));
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
    String text = field;
    for (int i = 0; i < MONTHS.size(); i++) {
      text = text.replace(MONTHS.get(i), Integer.toString(i + 1));
    }
    return text;
  }

  /// One by one: systemd knows no steps of weekdays, and its week begins on Monday.
  private static String weekdays(String field) {
    if (field.equals("?") || field.equals("*")) {
      return "";
    }
    Set<String> days = new LinkedHashSet<>();
    for (String part : field.split(",", -1)) {
      List<String> step = List.of(part.split("/", -1));
      List<String> ends = List.of(step.getFirst().split("-", -1));
      int first = ends.getFirst().equals("*") ? 0 : day(ends.getFirst());
      int last = step.size() > 1 && ends.size() == 1 ? DAYS.size() - 1 : day(ends.getLast(), first);
      int by = step.size() > 1 ? Integer.parseInt(step.getLast()) : 1;
      for (int day = first; day <= last; day += by) {
        days.add(DAYS.get(day % DAYS.size()));
      }
    }
    return String.join(",", days) + " ";
  }

  /// Quartz counts days from Sunday, which is 1; here it is 0.
  private static int day(String word) {
    for (int i = 0; i < DAYS.size(); i++) {
      if (DAYS.get(i).equalsIgnoreCase(word)) {
        return i;
      }
    }
    return Integer.parseInt(word) - 1;
  }

  /// The end of a range; in the next week where it comes before its beginning.
  private static int day(String word, int first) {
    int last = word.equals("*") ? DAYS.size() - 1 : day(word);
    return last < first ? last + DAYS.size() : last;
  }
}
