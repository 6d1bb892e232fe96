package io.jbackup.cli.table;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.config.Units;
import io.jbackup.catalog.text.NameValueText;

/// An instance's configuration as show-config prints it: every key that has a value or a default,
/// under the comments of the groups.
public final class ConfigText {
  private ConfigText() {}

  /// `scaled`: with the largest fitting unit; otherwise bare numbers in base units.
  public static String of(InstanceConfig config, boolean scaled) {
    StringBuilder text = new StringBuilder();
    ConfigKey.Group group = null;
    for (ConfigKey key : ConfigKey.values()) {
      String value = config.effective(key);
      if (value.isEmpty()) {
        continue;
      }
      if (key.group() != group) {
        group = key.group();
        text.append("# ").append(group.title()).append('\n');
      }
      String shown = scaled ? Units.toText(key, value) : value;
      text.append(NameValueText.line(key.key(), shown, false)).append('\n');
    }
    return text.toString();
  }
}
