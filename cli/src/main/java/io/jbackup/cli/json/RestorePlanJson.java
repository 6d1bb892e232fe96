package io.jbackup.cli.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jbackup.core.restore.RestorePlan;
import java.io.IOException;
import java.util.List;

/// The answer of `restore --plan --format=json`; sizes in bytes.
public final class RestorePlanJson {
  private RestorePlanJson() {}

  public static String of(RestorePlan plan) {
    return JsonDocument.of(json -> {
      json.writeStartObject();
      json.writeStringField("backup", plan.backup().text());
      json.writeStringField("why", plan.why());
      json.writeNumberField("files", plan.files());
      json.writeArrayFieldStart("archives");
      for (RestorePlan.Archive archive : plan.archives()) {
        json.writeStartObject();
        json.writeStringField("name", archive.name());
        json.writeNumberField("stored-bytes", archive.storedBytes());
        json.writeNumberField("raw-bytes", archive.rawBytes());
        json.writeEndObject();
      }
      json.writeEndArray();
      directories(json, plan);
      wal(json, plan.wal());
      strings(json, "timelines", plan.timelines());
      strings(json, "settings", plan.settings());
      json.writeNumberField("copy-seconds", plan.copyTime().toSeconds());
      json.writeNumberField("sampled-bytes-per-second", plan.sampledRate());
      json.writeEndObject();
    });
  }

  private static void directories(JsonGenerator json, RestorePlan plan) throws IOException {
    json.writeArrayFieldStart("directories");
    for (RestorePlan.Directory directory : plan.directories()) {
      json.writeStartObject();
      json.writeStringField("what", directory.what());
      json.writeStringField("path", directory.path().toString());
      json.writeNumberField("needed-bytes", directory.neededBytes());
      json.writeNumberField("free-bytes", directory.freeBytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void wal(JsonGenerator json, RestorePlan.Wal wal) throws IOException {
    json.writeObjectFieldStart("wal");
    json.writeNumberField("segments", wal.segments());
    json.writeStringField("first", wal.first());
    json.writeStringField("last", wal.last());
    json.writeNumberField("stored-bytes", wal.storedBytes());
    json.writeNumberField("raw-bytes", wal.rawBytes());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
