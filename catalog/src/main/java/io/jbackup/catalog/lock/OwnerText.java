package io.jbackup.catalog.lock;

import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.text.NameValueText;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// What an owner file says, in the form of the catalog's other small files.
final class OwnerText {
  private OwnerText() {}

  static String format(LockOwner owner) {
    return NameValueText.line("host", owner.host(), false)
        + "\n"
        + NameValueText.line("pid", "" + owner.pid(), false)
        + "\n"
        + NameValueText.line("verb", owner.verb(), false)
        + "\n"
        + NameValueText.line("since", ControlTime.format(owner.since()), true)
        + "\n"
        + NameValueText.line("mode", owner.mode().label(), false)
        + "\n";
  }

  /// Never fails: the owner lives whatever its file says, which a full disk may have cut short.
  static LockOwner parse(String text, Instant written) {
    Map<String, String> values;
    try {
      values = NameValueText.parse(text);
    } catch (IllegalArgumentException _) {
      values = Map.of();
    }
    String pid = values.getOrDefault("pid", "");
    String mode = values.getOrDefault("mode", LockMode.EXCLUSIVE.label());
    return new LockOwner(
        values.getOrDefault("host", LockOwner.UNKNOWN),
        pid.matches("\\d{1,18}") ? Long.parseLong(pid) : 0,
        values.getOrDefault("verb", LockOwner.UNKNOWN),
        ControlTime.parse(values.getOrDefault("since", "")).orElse(written),
        mode.toUpperCase(Locale.ROOT).equals(LockMode.SHARED.name())
            ? LockMode.SHARED
            : LockMode.EXCLUSIVE);
  }
}
