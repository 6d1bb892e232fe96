package io.jbackup.cli.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Mark;
import io.jbackup.core.window.RecoveryWindow.Moment;
import io.jbackup.core.window.RecoveryWindow.Reachable;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The answer of `window --format=json`. Times are in the local zone, with the fraction of the
/// second as WAL has it: those that end a stretch can be recovery targets as they are.
public final class WindowJson {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .appendOffset("+HH:mm", "+00")
          .toFormatter(Locale.ROOT);

  private final ZoneId zone;

  public WindowJson(ZoneId zone) {
    this.zone = zone;
  }

  /// In the list's order.
  public String render(List<RecoveryWindow> windows) {
    return JsonDocument.of(json -> {
      json.writeStartArray();
      for (RecoveryWindow window : windows) {
        window(json, window);
      }
      json.writeEndArray();
    });
  }

  private void window(JsonGenerator json, RecoveryWindow window) throws IOException {
    json.writeStartObject();
    json.writeStringField("instance", window.instance());
    json.writeStringField("current-time", time(window.now()));
    moment(json, "oldest", window.oldest());
    moment(json, "newest", window.newest());
    if (window.age().isPresent()) {
      json.writeNumberField("newest-age-seconds", window.age().get().toSeconds());
    }
    json.writeArrayFieldStart("timelines");
    for (TimelineWindow branch : window.branches()) {
      branch(json, branch, window.segmentSize());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("backups");
    for (Mark mark : window.backups()) {
      json.writeStartObject();
      json.writeStringField("id", mark.id().text());
      json.writeStringField("status", mark.status().name());
      json.writeNumberField("tli", Integer.toUnsignedLong(mark.timeline()));
      json.writeStringField("time", time(mark.time()));
      json.writeBooleanField("restorable", mark.isRestorable());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void moment(JsonGenerator json, String name, Optional<Moment> moment) throws IOException {
    if (moment.isPresent()) {
      json.writeObjectFieldStart(name);
      json.writeStringField("time", time(moment.get().time()));
      json.writeStringField("lsn", moment.get().lsn().toString());
      json.writeNumberField("tli", Integer.toUnsignedLong(moment.get().timeline()));
      json.writeEndObject();
    }
  }

  private void branch(JsonGenerator json, TimelineWindow branch, SegmentSize size)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("tli", Integer.toUnsignedLong(branch.timeline()));
    json.writeNumberField("parent-tli", Integer.toUnsignedLong(branch.parent()));
    if (branch.switchPoint().isPresent()) {
      json.writeStringField("switchpoint", branch.switchPoint().get().toString());
    }
    json.writeArrayFieldStart("stretches");
    for (Reachable stretch : branch.stretches()) {
      json.writeStartObject();
      json.writeStringField("begin-lsn", stretch.begin().toString());
      json.writeStringField("end-lsn", stretch.end().toString());
      times(json, stretch.from(), stretch.to());
      json.writeStringField("last-lsn", stretch.lastLsn().toString());
      if (stretch.lastXid().isPresent()) {
        json.writeNumberField("last-xid", Integer.toUnsignedLong(stretch.lastXid().get()));
      }
      json.writeArrayFieldStart("backups");
      for (BackupId id : stretch.backups()) {
        json.writeString(id.text());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("holes");
    for (Unreachable hole : branch.holes()) {
      hole(json, hole, size);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void hole(JsonGenerator json, Unreachable hole, SegmentSize size) throws IOException {
    json.writeStartObject();
    json.writeStringField("begin-lsn", hole.begin().toString());
    json.writeStringField("end-lsn", hole.end().toString());
    times(json, hole.from(), hole.to());
    json.writeArrayFieldStart("reasons");
    for (Reason reason : hole.reasons()) {
      json.writeStartObject();
      reason(json, reason, size);
      json.writeStringField("text", reason.words(size));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void reason(JsonGenerator json, Reason reason, SegmentSize size)
      throws IOException {
    switch (reason) {
      case Reason.MissingSegments missing -> {
        json.writeStringField("kind", "missing-segments");
        json.writeStringField("begin-segno", missing.first().fileName(size));
        json.writeStringField("end-segno", missing.last().fileName(size));
        json.writeNumberField("n-segments", missing.count());
      }
      case Reason.UnusableBackup(var id, var status) -> {
        json.writeStringField("kind", "unusable-backup");
        json.writeStringField("backup-id", id.text());
        json.writeStringField("status", status.name());
      }
      case Reason.MissingHistory(int timeline) -> {
        json.writeStringField("kind", "missing-history");
        json.writeNumberField("tli", Integer.toUnsignedLong(timeline));
      }
      case Reason.MalformedHistory(int timeline, _) -> {
        json.writeStringField("kind", "malformed-history");
        json.writeNumberField("tli", Integer.toUnsignedLong(timeline));
      }
      case Reason.NoBackupBefore _ -> json.writeStringField("kind", "no-backup-before");
      case Reason.DamagedWal(var lsn, _) -> {
        json.writeStringField("kind", "damaged-wal");
        json.writeStringField("lsn", lsn.toString());
      }
    }
  }

  private void times(JsonGenerator json, Optional<Instant> from, Optional<Instant> to)
      throws IOException {
    if (from.isPresent()) {
      json.writeStringField("begin-time", time(from.get()));
    }
    if (to.isPresent()) {
      json.writeStringField("end-time", time(to.get()));
    }
  }

  private String time(Instant time) {
    return TIME.format(time.atZone(zone));
  }
}
