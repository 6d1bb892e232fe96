package io.jbackup.cli.window;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.cli.table.Amounts;
import io.jbackup.cli.window.Look.Ink;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Mark;
import io.jbackup.core.window.RecoveryWindow.Moment;
import io.jbackup.core.window.RecoveryWindow.Reachable;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A recovery window for a person: in a sentence, as a drawing, and in every detail.
public final class WindowText {
  private static final String UNKNOWN = "----";
  private static final String INDENT = " ".repeat(15);

  private final Look look;
  private final ZoneId zone;

  /// Times are written in that zone.
  public WindowText(Look look, ZoneId zone) {
    this.look = look;
    this.zone = zone;
  }

  public String render(RecoveryWindow window) {
    StringBuilder text = new StringBuilder(summary(window)).append('\n');
    String bar = new WindowBar(look, zone).render(window);
    if (!bar.isEmpty()) {
      text.append(bar).append('\n');
    }
    window.branches().forEach(branch -> branch(text, branch, window));
    unplaced(text, window);
    return text.toString();
  }

  private String summary(RecoveryWindow window) {
    if (window.newest().isEmpty()) {
      return window.backups().isEmpty()
          ? "Nothing can be recovered: there is no backup.\n"
          : "Nothing can be recovered: none of the backups can be restored.\n";
    }
    String oldest =
        window.oldest().map(moment -> "Oldest moment: " + moment(moment) + "\n").orElse("");
    String age =
        window.age().map(a -> Amounts.duration(a.truncatedTo(ChronoUnit.SECONDS))).orElse(UNKNOWN);
    return oldest
        + "Newest moment: "
        + window.newest().map(this::moment).orElse(UNKNOWN)
        + ", "
        + age
        + " ago\n";
  }

  private String moment(Moment moment) {
    return time(Optional.of(moment.time()))
        + ", LSN "
        + moment.lsn()
        + ", timeline "
        + Integer.toUnsignedString(moment.timeline());
  }

  private void branch(StringBuilder text, TimelineWindow branch, RecoveryWindow window) {
    text.append("Timeline ").append(Integer.toUnsignedString(branch.timeline()));
    branch
        .switchPoint()
        .ifPresent(lsn ->
            text.append(", left timeline ")
                .append(Integer.toUnsignedString(branch.parent()))
                .append(" at LSN ")
                .append(lsn));
    text.append('\n');
    TreeMap<Lsn, List<String>> lines = new TreeMap<>();
    for (Unreachable hole : branch.holes()) {
      lines.computeIfAbsent(hole.begin(), _ -> new ArrayList<>()).add(hole(hole, window));
    }
    for (Reachable stretch : branch.stretches()) {
      lines.computeIfAbsent(stretch.begin(), _ -> new ArrayList<>()).addFirst(stretch(stretch));
    }
    lines.values().forEach(list -> list.forEach(text::append));
    if (lines.isEmpty()) {
      text.append("  no WAL and no backup\n");
    }
  }

  private String stretch(Reachable stretch) {
    return "  "
        + look.paint("recoverable", Ink.COVERED)
        + "  "
        + times(stretch.from(), stretch.to())
        + INDENT
        + positions(stretch.begin(), stretch.end())
        + ", "
        + backups(stretch.backups())
        + "\n";
  }

  private static String backups(List<BackupId> backups) {
    return switch (backups.size()) {
      case 0 -> "from a backup of the timeline before";
      case 1 -> "backup " + backups.getFirst();
      case 2, 3, 4 ->
          "backups " + backups.stream().map(BackupId::text).collect(Collectors.joining(", "));
      default -> backups.size() + " backups, " + backups.getFirst() + " to " + backups.getLast();
    };
  }

  private String hole(Unreachable hole, RecoveryWindow window) {
    StringBuilder text =
        new StringBuilder("  ")
            .append(look.paint("HOLE", Ink.HOLE))
            .append(" ".repeat(9))
            .append(times(hole.from(), hole.to()))
            .append(INDENT)
            .append(positions(hole.begin(), hole.end()))
            .append(":\n");
    for (Reason reason : hole.reasons()) {
      text.append(INDENT).append(reason.words(window.segmentSize())).append('\n');
    }
    return text.toString();
  }

  private String times(Optional<Instant> from, Optional<Instant> to) {
    String lasts =
        from.isPresent() && to.isPresent() ? " (" + lasts(from.get(), to.get()) + ")" : "";
    if (from.equals(to)) {
      return time(from) + "\n";
    }
    return time(from) + " to " + time(to) + lasts + "\n";
  }

  private static String positions(Lsn begin, Lsn end) {
    return "LSN " + begin + (begin.equals(end) ? "" : " to " + end);
  }

  private static String lasts(Instant from, Instant to) {
    return Amounts.duration(Duration.between(from, to).truncatedTo(ChronoUnit.SECONDS));
  }

  private String time(Optional<Instant> time) {
    return time.map(t -> ControlTime.format(t, zone)).orElse(UNKNOWN);
  }

  private static void unplaced(StringBuilder text, RecoveryWindow window) {
    String ids =
        window.backups().stream()
            .filter(mark -> mark.timeline() == 0)
            .map(Mark::id)
            .map(BackupId::text)
            .collect(Collectors.joining(", "));
    if (!ids.isEmpty()) {
      text.append("Backups that do not tell where they lie in the WAL: ").append(ids).append('\n');
    }
  }
}
