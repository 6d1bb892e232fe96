package io.jbackup.cli.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.drill.DrillRecord;
import java.io.IOException;
import java.time.ZoneId;

/// A drill as an object; times are in the local zone, the duration is in milliseconds.
public final class DrillJson {
  private final ZoneId zone;

  public DrillJson(ZoneId zone) {
    this.zone = zone;
  }

  public String of(DrillRecord record) {
    return JsonDocument.of(json -> write(json, record));
  }

  void write(JsonGenerator json, DrillRecord record) throws IOException {
    json.writeStartObject();
    json.writeStringField("backup-id", record.backup().text());
    json.writeStringField("result", record.passed() ? "passed" : "failed");
    json.writeStringField("start-time", ControlTime.format(record.started(), zone));
    json.writeNumberField("duration-ms", record.duration().toMillis());
    json.writeStringField("host", record.host());
    if (record.recoveredTo().isPresent()) {
      json.writeStringField("recovered-to", ControlTime.format(record.recoveredTo().get(), zone));
    }
    if (record.recoveredLsn().isPresent()) {
      json.writeStringField("recovered-lsn", record.recoveredLsn().get().toString());
    }
    json.writeStringField("detail", record.detail());
    json.writeEndObject();
  }
}
