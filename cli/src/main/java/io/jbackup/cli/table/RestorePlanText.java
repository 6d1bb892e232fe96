package io.jbackup.cli.table;

import io.jbackup.core.restore.RestorePlan;
import java.time.Duration;

/// What a restore would do, for people.
public final class RestorePlanText {
  private RestorePlanText() {}

  public static String of(RestorePlan plan) {
    StringBuilder text = new StringBuilder(plan.why()).append('\n');
    text.append("\nUnpack ").append(plan.files()).append(" files:\n");
    for (RestorePlan.Archive archive : plan.archives()) {
      line(text, archive.name(), sizes(archive.storedBytes(), archive.rawBytes()));
    }
    text.append("Into:\n");
    for (RestorePlan.Directory directory : plan.directories()) {
      line(
          text,
          directory.what(),
          "\""
              + directory.path()
              + "\", needs "
              + Amounts.size(directory.neededBytes())
              + ", free "
              + Amounts.size(directory.freeBytes()));
    }
    wal(text, plan.wal());
    text.append("Timelines: ").append(String.join(", ", plan.timelines())).append('\n');
    settings(text, plan);
    text.append("Time: about ")
        .append(Amounts.duration(rounded(plan.copyTime())))
        .append(" to unpack, at ")
        .append(Amounts.size(plan.sampledRate()))
        .append(
            "/s as a sample of it was read just now, if the disk can write as fast; the replay of"
                + " WAL comes on top\n");
    return text.append("Nothing was written: leave --plan away to restore.\n").toString();
  }

  private static Duration rounded(Duration time) {
    return Duration.ofSeconds(Math.max(1, time.toSeconds()));
  }

  private static void wal(StringBuilder text, RestorePlan.Wal wal) {
    if (wal.segments() == 0) {
      text.append("WAL: what the backup carries, none of the archive\n");
      return;
    }
    text.append("WAL of the archive, at most ").append(wal.segments()).append(" segments:\n");
    line(text, wal.first() + " to " + wal.last(), sizes(wal.storedBytes(), wal.rawBytes()));
  }

  private static void settings(StringBuilder text, RestorePlan plan) {
    if (plan.settings().isEmpty()) {
      text.append("Recovery settings: none, the server starts with the backup's own WAL\n");
      return;
    }
    text.append("Recovery settings:\n");
    plan.settings().forEach(setting -> text.append("  ").append(setting).append('\n'));
  }

  private static void line(StringBuilder text, String name, String rest) {
    text.append("  ").append(name).append(": ").append(rest).append('\n');
  }

  private static String sizes(long stored, long raw) {
    return Amounts.size(stored) + " stored, " + Amounts.size(raw) + " unpacked";
  }
}
