package io.jbackup.cli.table;

import io.jbackup.core.check.CheckItem;
import io.jbackup.core.check.CheckLevel;
import io.jbackup.core.check.CheckReport;

/// The answer of `check` for people: a line for each finding, its hint below.
public final class CheckText {
  private static final int LEVEL_WIDTH = 9;
  private static final String RESET = "\u001b[0m";

  private CheckText() {}

  public static String of(CheckReport report, boolean colour) {
    int names = report.items().stream().mapToInt(item -> item.name().length()).max().orElse(0) + 2;
    StringBuilder text = new StringBuilder();
    for (CheckItem item : report.items()) {
      text.append(level(item.level(), colour))
          .append(pad(item.name(), names))
          .append(item.text())
          .append('\n');
      if (!item.hint().isEmpty()) {
        String margin = " ".repeat(LEVEL_WIDTH);
        text.append(margin).append("HINT: ").append(item.hint()).append('\n');
      }
    }
    return text.append(summary(report)).append('\n').toString();
  }

  static String summary(CheckReport report) {
    return "Instance '"
        + report.instance()
        + "': "
        + report.count(CheckLevel.FAIL)
        + " failed, "
        + report.count(CheckLevel.WARNING)
        + " warnings, "
        + report.count(CheckLevel.OK)
        + " ok";
  }

  private static String level(CheckLevel level, boolean colour) {
    String padded = pad(level.name(), LEVEL_WIDTH);
    if (!colour) {
      return padded;
    }
    return switch (level) {
          case OK -> "\u001b[32m";
          case WARNING -> "\u001b[33m";
          case FAIL -> "\u001b[31m";
        }
        + padded
        + RESET;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(width - text.length(), 0));
  }
}
