package io.jbackup.scheduler.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jbackup.catalog.coverage.Reason;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.core.window.RecoveryWindow;
import io.jbackup.core.window.RecoveryWindow.Moment;
import io.jbackup.core.window.RecoveryWindow.TimelineWindow;
import io.jbackup.core.window.RecoveryWindow.Unreachable;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Alarm;
import io.jbackup.scheduler.status.InstanceStatus.Archiving;
import io.jbackup.scheduler.status.InstanceStatus.Here;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import io.jbackup.scheduler.status.InstanceStatus.Running;
import io.jbackup.scheduler.status.InstanceStatus.ScheduleStatus;
import io.jbackup.scheduler.status.MirrorStatus;
import io.jbackup.scheduler.status.ServiceStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The answer of `/api/status`. Times are in the local zone, spans in seconds, sizes in bytes; what
/// is not known is left out.
public final class StatusJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssx", Locale.ROOT);

  private final ZoneId zone;

  public StatusJson(ZoneId zone) {
    this.zone = zone;
  }

  public String render(ServiceStatus status) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      new Writer(json, zone, status.at()).service(status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  /// Writes one document.
  private record Writer(JsonGenerator json, ZoneId zone, Instant now) {
    /// Writes one element of an array.
    interface Item<T> {
      void write(T value) throws IOException;
    }

    void service(ServiceStatus status) throws IOException {
      json.writeStartObject();
      json.writeStringField("node", status.node());
      json.writeStringField("version", status.version());
      json.writeStringField("catalog", status.catalog().toString());
      time("since", Optional.of(status.since()));
      time("current-time", Optional.of(status.at()));
      List<String> reasons = Health.reasons(status);
      json.writeBooleanField("healthy", reasons.isEmpty());
      strings("reasons", reasons);
      strings("problems", status.problems());
      objects("instances", status.instances(), this::instance);
      json.writeEndObject();
    }

    private void instance(InstanceStatus one) throws IOException {
      json.writeStringField("instance", one.name());
      here(one.here());
      objects("alarms", one.alarms(), this::alarm);
      if (one.window().isPresent()) {
        window(one.window().get());
      }
      objects("backups", one.backups(), this::backup);
      archiving(one.archiving());
      number("free-bytes", one.freeBytes());
      if (one.freePercent().isPresent()) {
        json.writeNumberField("free-percent", rounded(one.freePercent().getAsDouble()));
      }
      objects("running", one.running(), this::running);
      objects("schedules", one.schedules(), this::schedule);
      drill("last-drill", one.lastDrill());
      drill("last-passed-drill", one.lastPassedDrill());
      if (one.mirror().isPresent()) {
        mirror(one.mirror().get());
      }
      strings("problems", one.problems());
    }

    private void here(Here here) throws IOException {
      json.writeObjectFieldStart("here");
      json.writeBooleanField("runs-backups", here.runs());
      json.writeStringField("reason", here.reason());
      json.writeStringField("role", here.role());
      time("decided-at", Optional.of(here.decidedAt()));
      json.writeEndObject();
    }

    private void alarm(Alarm alarm) throws IOException {
      json.writeStringField("alarm", alarm.name());
      time("since", Optional.of(alarm.since()));
      json.writeStringField("text", alarm.text());
      json.writeStringField("hint", alarm.hint());
    }

    private void window(RecoveryWindow window) throws IOException {
      json.writeObjectFieldStart("window");
      time("oldest", window.oldest().map(Moment::time));
      time("newest", window.newest().map(Moment::time));
      span("newest-age-seconds", window.age());
      json.writeArrayFieldStart("holes");
      for (TimelineWindow branch : window.branches()) {
        for (Unreachable hole : branch.holes()) {
          json.writeStartObject();
          json.writeNumberField("tli", Integer.toUnsignedLong(branch.timeline()));
          json.writeStringField("begin-lsn", hole.begin().toString());
          json.writeStringField("end-lsn", hole.end().toString());
          time("begin-time", hole.from());
          time("end-time", hole.to());
          strings("reasons", words(hole.reasons(), window));
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private static List<String> words(List<Reason> reasons, RecoveryWindow window) {
      return reasons.stream().map(reason -> reason.words(window.segmentSize())).toList();
    }

    private void backup(Row row) throws IOException {
      json.writeStringField("id", row.facts().id().text());
      json.writeStringField("backup-mode", row.facts().mode().name());
      json.writeStringField("status", row.facts().status().name());
      if (row.facts().timeline().isPresent()) {
        json.writeNumberField("tli", Integer.toUnsignedLong(row.facts().timeline().getAsInt()));
      }
      time("start-time", Optional.of(row.facts().startTime()));
      time("recovery-time", row.recoveryTime());
      time("expire-time", row.facts().expireTime());
      span("duration-seconds", row.duration());
      json.writeBooleanField("from-replica", row.facts().fromReplica());
      json.writeNumberField("stored-bytes", row.storedBytes());
      json.writeNumberField("uncompressed-bytes", row.rawBytes());
      if (row.zratio().isPresent()) {
        json.writeNumberField("zratio", rounded(row.zratio().getAsDouble()));
      }
    }

    private void archiving(Archiving archiving) throws IOException {
      json.writeObjectFieldStart("archiving");
      span("newest-segment-age-seconds", archiving.newestSegmentAge());
      number("ready-segments", archiving.readySegments());
      number("failed-count", archiving.failedCount());
      number("archived-count", archiving.archivedCount());
      json.writeEndObject();
    }

    private void mirror(MirrorStatus mirror) throws IOException {
      json.writeObjectFieldStart("mirror");
      json.writeStringField("catalog", mirror.catalog().toString());
      time("last-complete", mirror.lastComplete());
      time("last-success", mirror.lastSuccess());
      span("lag-seconds", mirror.lag(now));
      if (mirror.missingBackups().isPresent()) {
        json.writeNumberField("missing-backups", mirror.missingBackups().getAsInt());
      }
      if (mirror.missingWal().isPresent()) {
        json.writeNumberField("missing-wal-files", mirror.missingWal().getAsInt());
      }
      if (mirror.hole().isPresent()) {
        json.writeStringField("wal-hole", mirror.hole().get().names());
      }
      if (mirror.trouble().isPresent()) {
        json.writeStringField("trouble", mirror.trouble().get().why());
      }
      json.writeEndObject();
    }

    private void running(Running job) throws IOException {
      json.writeStringField("schedule", job.schedule());
      json.writeStringField("task", job.task());
      time("since", Optional.of(job.since()));
      json.writeNumberField("done-bytes", job.doneBytes());
      if (job.totalBytes() >= 0) {
        json.writeNumberField("total-bytes", job.totalBytes());
      }
      span("left-seconds", job.left());
    }

    private void schedule(ScheduleStatus schedule) throws IOException {
      json.writeStringField("schedule", schedule.name());
      json.writeStringField("cron", schedule.cron());
      json.writeStringField("time-zone", schedule.zone());
      time("next-run", schedule.nextRun());
      time("last-run", schedule.lastRun());
      if (schedule.lastOk().isPresent()) {
        json.writeBooleanField("last-ok", schedule.lastOk().get());
      }
      json.writeStringField("last-result", schedule.lastResult());
    }

    private void drill(String name, Optional<DrillRecord> drill) throws IOException {
      if (drill.isEmpty()) {
        return;
      }
      DrillRecord known = drill.get();
      json.writeObjectFieldStart(name);
      json.writeStringField("backup-id", known.backup().text());
      time("start-time", Optional.of(known.started()));
      span("duration-seconds", Optional.of(known.duration()));
      json.writeStringField("host", known.host());
      json.writeBooleanField("passed", known.passed());
      time("recovered-to", known.recoveredTo());
      if (known.recoveredLsn().isPresent()) {
        json.writeStringField("recovered-lsn", known.recoveredLsn().get().toString());
      }
      json.writeStringField("detail", known.detail());
      json.writeEndObject();
    }

    private <T> void objects(String name, List<T> values, Item<T> item) throws IOException {
      json.writeArrayFieldStart(name);
      for (T value : values) {
        json.writeStartObject();
        item.write(value);
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void strings(String name, List<String> values) throws IOException {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }

    private void time(String name, Optional<Instant> time) throws IOException {
      if (time.isPresent()) {
        json.writeStringField(name, TIME.format(time.get().atZone(zone)));
      }
    }

    private void span(String name, Optional<Duration> span) throws IOException {
      if (span.isPresent()) {
        json.writeNumberField(name, span.get().toSeconds());
      }
    }

    private void number(String name, OptionalLong number) throws IOException {
      if (number.isPresent()) {
        json.writeNumberField(name, number.getAsLong());
      }
    }

    private static double rounded(double value) {
      return Math.round(value * 100) / 100.0;
    }
  }
}
