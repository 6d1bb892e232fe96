package io.jbackup.scheduler.notify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jbackup.scheduler.config.NotifyTarget.Occasion;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;

/// Something to tell.
///
/// @param key of the matter; a recovery has the key of what it recovers from
/// @param what in words
/// @param since when the matter began, or ended for a recovery
record News(
    Occasion occasion,
    String node,
    String instance,
    String key,
    String what,
    String hint,
    Instant since) {
  /// `text` is the whole message in one line, as chat programs show it.
  String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("text", text());
      json.writeStringField("occasion", word());
      json.writeStringField("node", node);
      json.writeStringField("instance", instance);
      json.writeStringField("key", key);
      json.writeStringField("what", what);
      json.writeStringField("hint", hint);
      json.writeStringField("since", since.toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }

  private String word() {
    return occasion.name().toLowerCase(Locale.ROOT);
  }

  private String text() {
    return "jbackup " + word() + ": " + instance + " on " + node + ": " + what;
  }
}
