package io.jbackup.cli.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;

/// A message as one JSON object on one line.
final class JsonForm {
  private JsonForm() {}

  static String line(LogEntry entry, ZoneId zone) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("ts", LogTime.format(entry.time(), zone));
      json.writeNumberField("pid", ProcessHandle.current().pid());
      json.writeStringField("level", entry.level().name());
      json.writeStringField("msg", entry.message());
      if (!entry.hint().isEmpty()) {
        json.writeStringField("hint", entry.hint());
      }
      json.writeNumberField("my_thread_num", 1);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
