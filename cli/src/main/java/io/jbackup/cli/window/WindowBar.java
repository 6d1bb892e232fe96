package io.jbackup.cli.window;

import io.jbackup.cli.window.Look.Ink;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Mark;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Draws a recovery window to scale: for each timeline a line of backups over a bar of what can be
/// recovered, from the oldest moment to now.
public final class WindowBar {
  private final Look look;
  private final ZoneId zone;

  /// Times are written in that zone.
  public WindowBar(Look look, ZoneId zone) {
    this.look = look;
    this.zone = zone;
  }

  /// Several lines; empty when there is no time to draw.
  public String render(RecoveryWindow window) {
    Optional<Instant> oldest = times(window).min(Comparator.naturalOrder());
    if (oldest.isEmpty()) {
      return "";
    }
    Instant newest =
        Stream.concat(times(window), Stream.of(window.now()))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    int margin = margin(window);
    TimeScale scale = new TimeScale(oldest.get(), newest, look.columns() - margin - 1);
    StringBuilder text = new StringBuilder();
    for (TimelineWindow branch : window.branches()) {
      BarRow row = new BarRow(branch, window, scale);
      if (row.hasTimes()) {
        line(text, "", margin, row.backups(look));
        line(text, label(branch), margin, row.bar(look));
      }
    }
    new TimeAxis(scale, zone).lines(look).forEach(l -> line(text, "", margin, l));
    return text.append(legend()).toString();
  }

  private static void line(StringBuilder text, String label, int margin, String content) {
    if (!content.isBlank()) {
      String line = label + " ".repeat(margin - label.length()) + content;
      text.append(line.stripTrailing()).append('\n');
    }
  }

  private static String label(TimelineWindow branch) {
    return "TLI " + Integer.toUnsignedString(branch.timeline());
  }

  private static int margin(RecoveryWindow window) {
    return 2 + window.branches().stream().mapToInt(b -> label(b).length()).max().orElse(0);
  }

  private String legend() {
    List<String> words = new ArrayList<>();
    words.add(look.sample(Ink.COVERED) + " can be recovered");
    words.add(look.sample(Ink.HOLE) + " hole");
    words.add(look.sample(Ink.BOTH) + " both");
    words.add(look.sample(Ink.PENDING) + " not archived, or idle");
    words.add(look.sample(Ink.BACKUP) + " backup, 2-9 and + that many");
    words.add(look.sample(Ink.UNUSABLE) + " unusable backup");
    StringBuilder text = new StringBuilder();
    int length = 0;
    for (String word : words) {
      int visible = word.replaceAll("\u001b\\[[0-9;]*m", "").length();
      if (length > 0 && length + 2 + visible > look.columns()) {
        text.append('\n');
        length = 0;
      }
      text.append(length == 0 ? "" : "  ").append(word);
      length += (length == 0 ? 0 : 2) + visible;
    }
    return text.append('\n').toString();
  }

  private static Stream<Instant> times(RecoveryWindow window) {
    Stream<Instant> bars =
        window.branches().stream()
            .flatMap(branch ->
                Stream.concat(
                    branch.stretches().stream()
                        .flatMap(s -> Stream.concat(s.from().stream(), s.to().stream())),
                    branch.holes().stream()
                        .flatMap(h -> Stream.concat(h.from().stream(), h.to().stream()))));
    return Stream.concat(bars, window.backups().stream().map(Mark::time));
  }
}
