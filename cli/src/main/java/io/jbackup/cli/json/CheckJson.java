package io.jbackup.cli.json;

import io.jbackup.core.check.CheckItem;
import io.jbackup.core.check.CheckReport;
import io.jbackup.core.check.Measure;

/// The answer of `check --format=json`.
public final class CheckJson {
  private CheckJson() {}

  public static String of(CheckReport report) {
    return JsonDocument.of(json -> {
      json.writeStartObject();
      json.writeStringField("instance", report.instance());
      json.writeStringField("level", report.level().name());
      json.writeArrayFieldStart("checks");
      for (CheckItem item : report.items()) {
        json.writeStartObject();
        json.writeStringField("name", item.name());
        json.writeStringField("level", item.level().name());
        json.writeStringField("text", item.text());
        if (!item.hint().isEmpty()) {
          json.writeStringField("hint", item.hint());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeObjectFieldStart("measures");
      for (Measure measure : report.measures()) {
        json.writeNumberField(measure.name(), measure.value());
      }
      json.writeEndObject();
      json.writeEndObject();
    });
  }
}
