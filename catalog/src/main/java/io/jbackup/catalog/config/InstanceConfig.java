package io.jbackup.catalog.config;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.text.NameValueText;
import io.jbackup.catalog.wal.SegmentSize;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The values that an instance's jbackup.conf sets; immutable. Numbers are in base units.
public final class InstanceConfig {
  private final Map<ConfigKey, String> values;

  private InstanceConfig(Map<ConfigKey, String> values) {
    this.values = values;
  }

  public static InstanceConfig empty() {
    return new InstanceConfig(new EnumMap<>(ConfigKey.class));
  }

  /// Reads the file's text; `where` names the file in errors. An unknown key is an error: it would
  /// be an intention that is not carried out.
  public static InstanceConfig parse(String text, String where) {
    Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);
    Map<String, String> lines;
    try {
      lines = NameValueText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CatalogException(
          "could not read \"" + where + "\": " + e.getMessage(), "Correct the line.", e);
    }
    lines.forEach((name, value) -> {
      ConfigKey key =
          ConfigKey.of(name)
              .orElseThrow(() ->
                  new CatalogException(
                      "Invalid option \"" + name + "\" in file \"" + where + "\"",
                      "Correct or remove the line; show-config lists the options."));
      values.put(key, Units.toBase(key, value));
    });
    return new InstanceConfig(values);
  }

  /// The file's text: the values that are set, under the comments of their groups.
  public String format() {
    StringBuilder text = new StringBuilder();
    ConfigKey.Group group = null;
    for (Map.Entry<ConfigKey, String> entry : values.entrySet()) {
      if (entry.getKey().group() != group) {
        group = entry.getKey().group();
        text.append("# ").append(group.title()).append('\n');
      }
      text.append(
              NameValueText.line(
                  entry.getKey().key(), Units.toText(entry.getKey(), entry.getValue()), false))
          .append('\n');
    }
    return text.toString();
  }

  /// With one more value, given as a person writes it (units allowed) and checked.
  public InstanceConfig with(ConfigKey key, String value) {
    Map<ConfigKey, String> changed = new EnumMap<>(ConfigKey.class);
    changed.putAll(values);
    changed.put(key, Units.toBase(key, value));
    return new InstanceConfig(changed);
  }

  public InstanceConfig without(ConfigKey key) {
    Map<ConfigKey, String> changed = new EnumMap<>(ConfigKey.class);
    changed.putAll(values);
    changed.remove(key);
    return new InstanceConfig(changed);
  }

  /// The value that is set, in base units; empty when it is not.
  public Optional<String> get(ConfigKey key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  /// The value that is set or else the default, in base units.
  public String effective(ConfigKey key) {
    return get(key).orElse(key.defaultValue());
  }

  public long number(ConfigKey key) {
    return Long.parseLong(effective(key));
  }

  /// The cluster's system identifier (unsigned); 0 when it is not known.
  public long systemIdentifier() {
    return Long.parseUnsignedLong(effective(ConfigKey.SYSTEM_IDENTIFIER));
  }

  /// The PostgreSQL major version; 0 when it is not known.
  public int serverVersion() {
    return Integer.parseInt(effective(ConfigKey.SERVER_VERSION));
  }

  /// Whether the instance has keys of its own, which only its creation decides.
  public boolean isEncrypted() {
    return effective(ConfigKey.ENCRYPTED).equals("on");
  }

  public SegmentSize segmentSize() {
    return new SegmentSize(Integer.parseInt(effective(ConfigKey.XLOG_SEG_SIZE)));
  }

  public Compression compression() {
    Algorithm algorithm = Algorithm.parse(effective(ConfigKey.COMPRESS_ALGORITHM));
    return get(ConfigKey.COMPRESS_LEVEL)
        .map(level -> new Compression(algorithm, Integer.parseInt(level)))
        .orElse(Compression.of(algorithm));
  }
}
