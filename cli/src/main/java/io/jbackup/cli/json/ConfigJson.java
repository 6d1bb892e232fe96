package io.jbackup.cli.json;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.config.Units;

/// The answer of `show-config --format=json`: one flat object of strings, or, when numbers are to
/// stay in base units, with these as numbers.
public final class ConfigJson {
  private ConfigJson() {}

  public static String of(InstanceConfig config, boolean scaled) {
    return JsonDocument.of(json -> {
      json.writeStartObject();
      for (ConfigKey key : ConfigKey.values()) {
        String value = config.effective(key);
        if (value.isEmpty()) {
          continue;
        }
        if (scaled || !isNumber(key)) {
          json.writeStringField(key.key(), scaled ? Units.toText(key, value) : value);
        } else {
          json.writeFieldName(key.key());
          json.writeNumber(value);
        }
      }
      json.writeEndObject();
    });
  }

  private static boolean isNumber(ConfigKey key) {
    return switch (key.kind()) {
      case INTEGER, UINT64, SECONDS, MINUTES, KILOBYTES -> true;
      case TEXT, PATH, LOG_LEVEL, LOG_FORMAT, ALGORITHM, SWITCH, STORE_ENCRYPTION -> false;
    };
  }
}
