package io.jbackup.catalog.config;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.error.UsageException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Values with units, as PostgreSQL writes them: memory `kB MB GB TB`, time `ms s min h d`. Numbers
/// may be hexadecimal (0x) or octal (0), and `INFINITE` is the largest. Read without Pattern, whose
/// first use costs archive-push milliseconds.
public final class Units {
  private static final Set<String> LEVELS =
      Set.of("OFF", "ERROR", "WARNING", "NOTICE", "INFO", "LOG", "VERBOSE");

  private Units() {}

  /// Checks what was written for `key` and returns it in base units. Throws UsageException.
  public static String toBase(ConfigKey key, String text) {
    if (text.isEmpty()) {
      throw invalid(key, text, "it is empty");
    }
    return switch (key.kind()) {
      case TEXT -> text;
      case PATH -> {
        if (!text.startsWith("/")) {
          throw invalid(key, text, "it must be an absolute path");
        }
        yield text;
      }
      case INTEGER -> Long.toString(integer(key, text));
      case UINT64 -> unsigned(key, text);
      case SECONDS -> Long.toString(milliseconds(key, text, "s") / 1000);
      case MINUTES -> Long.toString(milliseconds(key, text, "min") / 60_000);
      case KILOBYTES -> Long.toString(kilobytes("--" + key.key(), text));
      case LOG_LEVEL -> oneOf(key, text, LEVELS);
      case LOG_FORMAT -> oneOf(key, text, Set.of("PLAIN", "JSON"));
      case ALGORITHM -> Algorithm.parse(text).label();
      case STORE_ENCRYPTION -> {
        if (!text.equals("AES256") && !text.equals("aws:kms")) {
          throw invalid(key, text, "it must be AES256 or aws:kms");
        }
        yield text;
      }
      case SWITCH -> {
        if (!text.equals("on") && !text.equals("off")) {
          throw invalid(key, text, "it must be on or off");
        }
        yield text;
      }
    };
  }

  /// A value in base units as a person reads it: with the largest unit that divides it.
  public static String toText(ConfigKey key, String base) {
    return switch (key.kind()) {
      case SECONDS -> scaled(base, new String[] {"s", "min", "h", "d"}, new int[] {60, 60, 24});
      case MINUTES -> scaled(base, new String[] {"min", "h", "d"}, new int[] {60, 24});
      case KILOBYTES ->
          scaled(base, new String[] {"kB", "MB", "GB", "TB"}, new int[] {1024, 1024, 1024});
      case TEXT,
          PATH,
          INTEGER,
          UINT64,
          LOG_LEVEL,
          LOG_FORMAT,
          ALGORITHM,
          STORE_ENCRYPTION,
          SWITCH ->
          base;
    };
  }

  /// A span of time in milliseconds; `defaultUnit` counts where the text has none.
  public static long milliseconds(String option, String text, String defaultUnit) {
    Quantity quantity = match(option, text);
    String unit = quantity.unit().isEmpty() ? defaultUnit : quantity.unit();
    Long factor =
        Map.of("ms", 1L, "s", 1000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L).get(unit);
    if (factor == null) {
      throw invalid(option, text, "units are ms, s, min, h, d");
    }
    return multiply(option, text, number(quantity.digits()), factor);
  }

  private static long milliseconds(ConfigKey key, String text, String defaultUnit) {
    return milliseconds("--" + key.key(), text, defaultUnit);
  }

  /// A size in kilobytes; a bare number is kilobytes.
  public static long kilobytes(String option, String text) {
    Quantity quantity = match(option, text);
    String unit = quantity.unit().isEmpty() ? "kB" : quantity.unit();
    Long factor = Map.of("kB", 1L, "KB", 1L, "MB", 1024L, "GB", 1L << 20, "TB", 1L << 30).get(unit);
    if (factor == null) {
      throw invalid(option, text, "units are kB, MB, GB, TB");
    }
    return multiply(option, text, number(quantity.digits()), factor);
  }

  /// A number without a unit.
  private static long integer(ConfigKey key, String text) {
    if (text.equalsIgnoreCase("INFINITE")) {
      return Integer.MAX_VALUE;
    }
    boolean negative = text.startsWith("-") && key == ConfigKey.COMPRESS_LEVEL;
    Quantity quantity = match("--" + key.key(), negative ? text.substring(1) : text);
    if (!quantity.unit().isEmpty()) {
      throw invalid(key, text, "it takes a number without a unit");
    }
    long value = number(quantity.digits());
    if (value > Integer.MAX_VALUE) {
      throw invalid(key, text, "it is too large");
    }
    return negative ? -value : value;
  }

  private static String unsigned(ConfigKey key, String text) {
    try {
      return Long.toUnsignedString(Long.parseUnsignedLong(text));
    } catch (NumberFormatException _) {
      throw invalid(key, text, "it must be a number");
    }
  }

  /// A number as it is written, and the letters after it.
  private record Quantity(String digits, String unit) {}

  private static Quantity match(String option, String text) {
    String stripped = text.strip();
    boolean hexadecimal = stripped.startsWith("0x") || stripped.startsWith("0X");
    int begin = hexadecimal ? 2 : 0;
    int end = begin;
    while (end < stripped.length() && isDigit(stripped.charAt(end), hexadecimal)) {
      end++;
    }
    String unit = stripped.substring(end).strip();
    if (end == begin || !isWord(unit)) {
      throw invalid(option, text, "it must be a number that is not negative");
    }
    if (end > 18) {
      throw invalid(option, text, "it is too large");
    }
    return new Quantity(stripped.substring(0, end), unit);
  }

  private static boolean isDigit(char c, boolean hexadecimal) {
    return c < 0x80 && Character.digit(c, hexadecimal ? 16 : 10) >= 0;
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return true;
  }

  private static long number(String digits) {
    return Long.decode(digits);
  }

  private static long multiply(String option, String text, long value, long factor) {
    try {
      return Math.multiplyExact(value, factor);
    } catch (ArithmeticException _) {
      throw invalid(option, text, "it is too large");
    }
  }

  private static String oneOf(ConfigKey key, String text, Set<String> allowed) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (!allowed.contains(upper)) {
      throw invalid(key, text, "it takes one of " + allowed.stream().sorted().toList());
    }
    return upper;
  }

  private static String scaled(String base, String[] units, int[] steps) {
    long value = Long.parseLong(base);
    int unit = 0;
    while (unit < steps.length && value % steps[unit] == 0) {
      value /= steps[unit];
      unit++;
    }
    return value + units[unit];
  }

  private static UsageException invalid(ConfigKey key, String text, String why) {
    return invalid("--" + key.key(), text, why);
  }

  private static UsageException invalid(String option, String text, String why) {
    return new UsageException(
        "invalid value \"" + text + "\" for " + option + ": " + why, "Correct the value.");
  }
}
