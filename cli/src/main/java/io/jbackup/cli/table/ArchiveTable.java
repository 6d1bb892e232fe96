package io.jbackup.cli.table;

import io.jbackup.catalog.coverage.ArchivedTimeline;
import io.jbackup.catalog.wal.SegmentSize;
import java.util.List;

/// The table of the timelines in an instance's WAL archive.
public final class ArchiveTable {
  private static final String DEGRADED = "DEGRADED";
  private static final List<Column> COLUMNS =
      List.of(
          Column.left("TLI"),
          Column.left("Parent TLI"),
          Column.left("Switchpoint"),
          Column.left("Min Segno"),
          Column.left("Max Segno"),
          Column.left("N segments"),
          Column.left("Size"),
          Column.left("Zratio"),
          Column.left("N backups"),
          Column.left("Status"));

  private final boolean colour;

  public ArchiveTable(boolean colour) {
    this.colour = colour;
  }

  /// The table of these timelines, in their order.
  public String render(List<ArchivedTimeline> timelines, SegmentSize size) {
    TextTable table = new TextTable(COLUMNS);
    timelines.forEach(timeline -> table.add(row(timeline, size)));
    return table.render(colour ? ArchiveTable::coloured : status -> status);
  }

  private static List<String> row(ArchivedTimeline timeline, SegmentSize size) {
    return List.of(
        Integer.toUnsignedString(timeline.timeline()),
        Integer.toUnsignedString(timeline.parent()),
        timeline.switchPoint().toString(),
        timeline.min().fileName(size),
        timeline.max().fileName(size),
        Integer.toString(timeline.segments()),
        Amounts.size(timeline.storedBytes()),
        Amounts.ratio(timeline.rawBytes(), timeline.storedBytes()),
        Integer.toString(timeline.backups().size()),
        status(timeline));
  }

  /// Whether segments are missing between others.
  public static String status(ArchivedTimeline timeline) {
    return timeline.isDegraded() ? DEGRADED : "OK";
  }

  private static String coloured(String padded) {
    String colour = padded.strip().equals(DEGRADED) ? "31" : "32";
    return "\u001b[" + colour + "m" + padded + "\u001b[0m";
  }
}
