package io.jbackup.cli.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.coverage.ArchivedTimeline;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.cli.table.Amounts;
import io.jbackup.cli.table.ArchiveTable;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/// The answer of `show --archive --format=json`: instances with the timelines of their WAL
/// archives. Keys and types are pg_probackup's; times are in the local zone.
public final class ArchiveJson {
  private final BackupJson backups;

  /// `owners` tells who holds a backup.
  public ArchiveJson(ZoneId zone, Function<StoredBackup, List<LockOwner>> owners) {
    backups = new BackupJson(zone, owners);
  }

  /// One instance of the answer.
  ///
  /// @param timelines newest first
  /// @param backups all of the instance
  public record Archive(
      String instance,
      SegmentSize segmentSize,
      List<ArchivedTimeline> timelines,
      List<StoredBackup> backups) {
    public Archive {
      timelines = List.copyOf(timelines);
      backups = List.copyOf(backups);
    }
  }

  /// In the list's order.
  public String render(List<Archive> instances) {
    return JsonDocument.of(json -> {
      json.writeStartArray();
      for (Archive instance : instances) {
        json.writeStartObject();
        json.writeStringField("instance", instance.instance());
        json.writeArrayFieldStart("timelines");
        for (ArchivedTimeline timeline : instance.timelines()) {
          timeline(json, timeline, instance);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  private void timeline(JsonGenerator json, ArchivedTimeline timeline, Archive instance)
      throws IOException {
    SegmentSize size = instance.segmentSize();
    json.writeStartObject();
    json.writeNumberField("tli", Integer.toUnsignedLong(timeline.timeline()));
    json.writeNumberField("parent-tli", Integer.toUnsignedLong(timeline.parent()));
    json.writeStringField("switchpoint", timeline.switchPoint().toString());
    json.writeStringField("min-segno", timeline.min().fileName(size));
    json.writeStringField("max-segno", timeline.max().fileName(size));
    json.writeNumberField("n-segments", timeline.segments());
    json.writeNumberField("size", timeline.storedBytes());
    json.writeFieldName("zratio");
    json.writeNumber(Amounts.ratio(timeline.rawBytes(), timeline.storedBytes()));
    json.writeStringField(
        "closest-backup-id", timeline.closestBackup().map(BackupId::text).orElse(""));
    json.writeStringField("status", ArchiveTable.status(timeline));
    json.writeArrayFieldStart("lost-segments");
    for (ArchivedTimeline.Lost lost : timeline.lost()) {
      json.writeStartObject();
      json.writeStringField("begin-segno", lost.first().fileName(size));
      json.writeStringField("end-segno", lost.last().fileName(size));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("backups");
    for (StoredBackup backup : instance.backups()) {
      if (timeline.backups().contains(backup.id())) {
        backups.backup(json, backup, instance.backups());
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
