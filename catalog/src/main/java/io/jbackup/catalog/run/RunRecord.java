package io.jbackup.catalog.run;

import io.jbackup.catalog.text.NameValueText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of one run of scheduled work. Kept in `backups/<instance>/runs/<schedule>`, so that
/// other nodes know that a round is done.
///
/// @param due the moment that the schedule names
/// @param node that did it
/// @param text what was done, or why it failed; one line
public record RunRecord(
    String schedule,
    Instant due,
    Instant started,
    Instant ended,
    String node,
    Result result,
    String text) {
  /// How a run ended.
  public enum Result {
    OK,
    /// The work was done, and what it found is bad: damage, or a drill that did not pass.
    BAD,
    /// The work could not be done.
    FAILED
  }

  private static final int FORMAT_VERSION = 1;

  /// Lines of `name = value`, times as in ISO 8601.
  public String format() {
    return line("format-version", "" + FORMAT_VERSION)
        + line("schedule", schedule)
        + line("due", due.toString())
        + line("start-time", started.toString())
        + line("end-time", ended.toString())
        + line("node", node)
        + line("result", result.name().toLowerCase(Locale.ROOT))
        + line("text", text);
  }

  private static String line(String name, String value) {
    return NameValueText.line(name, value, false) + "\n";
  }

  /// Empty for what is no such text: it only informs, and the next run replaces it.
  public static Optional<RunRecord> parse(String text) {
    try {
      Map<String, String> values = NameValueText.parse(text);
      return Optional.of(
          new RunRecord(
              required(values, "schedule"),
              Instant.parse(required(values, "due")),
              Instant.parse(required(values, "start-time")),
              Instant.parse(required(values, "end-time")),
              required(values, "node"),
              Result.valueOf(required(values, "result").toUpperCase(Locale.ROOT)),
              values.getOrDefault("text", "")));
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static String required(Map<String, String> values, String name) {
    @Nullable String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
