package io.jbackup.catalog.backup;

import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.text.NameValueText;
import io.jbackup.catalog.wal.Lsn;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What backup.control says of a backup: the truth about it. Immutable; fields that this version
/// does not know are kept as they are.
public final class BackupControl {
  /// The format of backups that this version writes, and the newest that it reads.
  public static final int FORMAT_VERSION = 1;

  private final Map<ControlField, String> known;
  private final Map<String, String> unknown;

  private BackupControl(Map<ControlField, String> known, Map<String, String> unknown) {
    this.known = known;
    this.unknown = unknown;
  }

  public static BackupControl empty() {
    return new BackupControl(new EnumMap<>(ControlField.class), Map.of());
  }

  /// Reads the file's text. Throws IllegalArgumentException when it cannot be read.
  public static BackupControl parse(String text) {
    Map<String, String> values = new LinkedHashMap<>(NameValueText.parse(text));
    Map<ControlField, String> known = new EnumMap<>(ControlField.class);
    for (ControlField field : ControlField.values()) {
      String value = values.remove(field.key());
      if (value != null) {
        known.put(field, value);
      }
    }
    if (!known.containsKey(ControlField.STATUS)) {
      throw new IllegalArgumentException("there is no status in it");
    }
    return new BackupControl(known, values);
  }

  /// The file's text.
  public String format() {
    StringBuilder text = new StringBuilder();
    for (ControlField.Section section : ControlField.Section.values()) {
      text.append(section.title()).append('\n');
      known.forEach((field, value) -> {
        if (field.section() == section) {
          text.append(NameValueText.line(field.key(), value, field.quoted())).append('\n');
        }
      });
      text.append('\n');
    }
    unknown.forEach(
        (name, value) -> text.append(NameValueText.line(name, value, true)).append('\n'));
    return text.toString();
  }

  public BackupControl with(ControlField field, String value) {
    Map<ControlField, String> changed = new EnumMap<>(ControlField.class);
    changed.putAll(known);
    changed.put(field, value);
    return new BackupControl(changed, unknown);
  }

  public BackupControl with(ControlField field, long value) {
    return with(field, Long.toString(value));
  }

  public BackupControl with(ControlField field, Instant value) {
    return with(field, ControlTime.format(value));
  }

  public BackupControl with(BackupStatus status) {
    return with(ControlField.STATUS, status.name());
  }

  public BackupControl without(ControlField field) {
    Map<ControlField, String> changed = new EnumMap<>(ControlField.class);
    changed.putAll(known);
    changed.remove(field);
    return new BackupControl(changed, unknown);
  }

  public Optional<String> text(ControlField field) {
    return Optional.ofNullable(known.get(field));
  }

  /// Empty when the field is absent or not a number.
  public OptionalLong number(ControlField field) {
    String value = known.get(field);
    if (value == null || !value.matches("-?\\d{1,18}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(value));
  }

  /// Empty when the field is absent or not a time.
  public Optional<Instant> time(ControlField field) {
    return text(field).flatMap(ControlTime::parse);
  }

  /// Empty when the field is absent or not an LSN.
  public Optional<Lsn> lsn(ControlField field) {
    return text(field)
        .filter(text -> text.matches("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}"))
        .map(Lsn::parse);
  }

  public BackupStatus status() {
    return text(ControlField.STATUS).map(BackupStatus::parse).orElse(BackupStatus.UNKNOWN);
  }

  public WalMode walMode() {
    return text(ControlField.STREAM).filter("true"::equals).isPresent()
        ? WalMode.STREAM
        : WalMode.ARCHIVE;
  }

  public Algorithm algorithm() {
    return text(ControlField.COMPRESS_ALG).map(Algorithm::parse).orElse(Algorithm.NONE);
  }

  /// The timeline of the stop LSN.
  public OptionalInt timeline() {
    OptionalLong number = number(ControlField.TIMELINE_ID);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  /// The version of the format it is stored in; 1 when it is not said.
  public long formatVersion() {
    return number(ControlField.FORMAT_VERSION).orElse(1);
  }
}
