package io.jbackup.cli.table;

import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.drill.DrillRecord;
import java.time.ZoneId;

/// When an instance was last proved restorable, in a line.
public final class DrillText {
  private DrillText() {}

  /// Lines below the table of an instance's backups; none when there was no drill.
  public static String below(KnownDrills drills, ZoneId zone) {
    if (!drills.problem().isEmpty()) {
      return "Last drill: UNKNOWN, " + drills.problem() + "\n";
    }
    if (drills.last().isEmpty()) {
      return "";
    }
    DrillRecord last = drills.last().get();
    StringBuilder text = new StringBuilder(line("Last drill: ", last, zone));
    if (!last.passed()) {
      text.append(
          drills
              .passed()
              .map(record -> line("Last drill that passed: ", record, zone))
              .orElse("No drill has passed yet.\n"));
    }
    return text.toString();
  }

  private static String line(String title, DrillRecord record, ZoneId zone) {
    return title + ControlTime.format(record.started(), zone) + " " + of(record, zone) + "\n";
  }

  /// What came of a drill, without its time.
  public static String of(DrillRecord record, ZoneId zone) {
    StringBuilder text = new StringBuilder("Drill of backup ").append(record.backup());
    text.append(record.passed() ? " passed" : " FAILED").append(" in ");
    text.append(Amounts.duration(record.duration())).append(" on ").append(record.host());
    record
        .recoveredTo()
        .ifPresent(time -> text.append(", recovered to ").append(ControlTime.format(time, zone)));
    record.recoveredLsn().ifPresent(lsn -> text.append(", LSN ").append(lsn));
    return text.append(": ").append(record.detail()).toString();
  }
}
