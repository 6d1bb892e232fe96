package io.jbackup.cli.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.lock.LockOwner;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.cli.table.KnownDrills;
import io.jbackup.cli.table.ParentTimeline;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The answer of `show --format=json`: instances with their backups. Keys and types are
/// pg_probackup's (`from-replica` is a string); times are in the local zone.
public final class BackupJson {
  private final ZoneId zone;
  private final Function<StoredBackup, List<LockOwner>> owners;
  private final Function<String, KnownDrills> drills;

  /// For single backups.
  BackupJson(ZoneId zone, Function<StoredBackup, List<LockOwner>> owners) {
    this(zone, owners, _ -> KnownDrills.NONE);
  }

  /// `owners` tells who holds a backup, `drills` what is known of an instance's drills.
  public BackupJson(
      ZoneId zone,
      Function<StoredBackup, List<LockOwner>> owners,
      Function<String, KnownDrills> drills) {
    this.drills = drills;
    this.zone = zone;
    this.owners = owners;
  }

  /// In the map's order.
  public String render(Map<String, List<StoredBackup>> instances) {
    return JsonDocument.of(json -> {
      json.writeStartArray();
      for (Map.Entry<String, List<StoredBackup>> instance : instances.entrySet()) {
        json.writeStartObject();
        json.writeStringField("instance", instance.getKey());
        json.writeArrayFieldStart("backups");
        for (StoredBackup backup : instance.getValue()) {
          backup(json, backup, instance.getValue());
        }
        json.writeEndArray();
        drills(json, drills.apply(instance.getKey()));
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /// Nothing for an instance without drills, as pg_probackup writes it.
  private void drills(JsonGenerator json, KnownDrills known) throws IOException {
    DrillJson drill = new DrillJson(zone);
    if (!known.problem().isEmpty()) {
      json.writeStringField("drill-problem", known.problem());
    }
    if (known.last().isPresent()) {
      json.writeFieldName("last-drill");
      drill.write(json, known.last().get());
    }
    if (known.passed().isPresent()) {
      json.writeFieldName("last-passed-drill");
      drill.write(json, known.passed().get());
    }
  }

  /// Writes one backup as an object.
  void backup(JsonGenerator json, StoredBackup backup, List<StoredBackup> all) throws IOException {
    BackupControl control = backup.control();
    json.writeStartObject();
    json.writeStringField("id", backup.id().text());
    textIfThere(json, control, ControlField.PARENT_BACKUP_ID);
    configuration(json, control);
    json.writeNumberField("current-tli", control.timeline().orElse(0));
    json.writeNumberField("parent-tli", ParentTimeline.of(backup, all));
    json.writeStringField("start-lsn", lsn(control, ControlField.START_LSN));
    json.writeStringField("stop-lsn", lsn(control, ControlField.STOP_LSN));
    Instant start = control.time(ControlField.START_TIME).orElseGet(backup.id()::start);
    json.writeStringField("start-time", ControlTime.format(start, zone));
    timeIfThere(json, control, ControlField.END_TIME);
    number(json, control, ControlField.RECOVERY_XID);
    timeIfThere(json, control, ControlField.RECOVERY_TIME);
    timeIfThere(json, control, ControlField.EXPIRE_TIME);
    numberIfThere(json, control, ControlField.DATA_BYTES);
    numberIfThere(json, control, ControlField.WAL_BYTES);
    number(json, control, ControlField.UNCOMPRESSED_BYTES);
    number(json, control, ControlField.PGDATA_BYTES);
    textIfThere(json, control, ControlField.PRIMARY_CONNINFO);
    textIfThere(json, control, ControlField.EXTERNAL_DIRS);
    json.writeStringField("status", control.status().name());
    textIfThere(json, control, ControlField.NOTE);
    numberIfThere(json, control, ControlField.CONTENT_CRC);
    tablespaces(json, control);
    owners(json, owners.apply(backup));
    json.writeEndObject();
  }

  private void owners(JsonGenerator json, List<LockOwner> holders) throws IOException {
    if (holders.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("locked-by");
    for (LockOwner owner : holders) {
      json.writeStartObject();
      json.writeStringField("verb", owner.verb());
      json.writeStringField("mode", owner.mode().label());
      json.writeStringField("host", owner.host());
      json.writeNumberField("pid", owner.pid());
      json.writeStringField("since", ControlTime.format(owner.since(), zone));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void configuration(JsonGenerator json, BackupControl control) throws IOException {
    text(json, control, ControlField.BACKUP_MODE);
    json.writeStringField("wal", control.walMode().name());
    text(json, control, ControlField.COMPRESS_ALG);
    number(json, control, ControlField.COMPRESS_LEVEL);
    json.writeStringField(
        ControlField.FROM_REPLICA.key(), control.text(ControlField.FROM_REPLICA).orElse("false"));
    number(json, control, ControlField.BLOCK_SIZE);
    number(json, control, ControlField.XLOG_BLOCK_SIZE);
    number(json, control, ControlField.CHECKSUM_VERSION);
    text(json, control, ControlField.PROGRAM_VERSION);
    text(json, control, ControlField.SERVER_VERSION);
  }

  private static void tablespaces(JsonGenerator json, BackupControl control) throws IOException {
    Optional<String> map = control.text(ControlField.TABLESPACE_MAP);
    if (map.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("tablespace_map");
    for (String entry : map.get().split("; ", -1)) {
      int blank = entry.indexOf(' ');
      if (blank > 0) {
        json.writeStartObject();
        json.writeFieldName("oid");
        json.writeNumber(entry.substring(0, blank));
        json.writeStringField("path", entry.substring(blank + 1));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static String lsn(BackupControl control, ControlField field) {
    return control.lsn(field).orElse(Lsn.ZERO).toString();
  }

  private static void text(JsonGenerator json, BackupControl control, ControlField field)
      throws IOException {
    json.writeStringField(field.key(), control.text(field).orElse(""));
  }

  private static void textIfThere(JsonGenerator json, BackupControl control, ControlField field)
      throws IOException {
    Optional<String> text = control.text(field);
    if (text.isPresent()) {
      json.writeStringField(field.key(), text.get());
    }
  }

  private static void number(JsonGenerator json, BackupControl control, ControlField field)
      throws IOException {
    json.writeNumberField(field.key(), control.number(field).orElse(0));
  }

  private static void numberIfThere(JsonGenerator json, BackupControl control, ControlField field)
      throws IOException {
    OptionalLong number = control.number(field);
    if (number.isPresent()) {
      json.writeNumberField(field.key(), number.getAsLong());
    }
  }

  private void timeIfThere(JsonGenerator json, BackupControl control, ControlField field)
      throws IOException {
    Optional<Instant> time = control.time(field);
    if (time.isPresent()) {
      json.writeStringField(field.key(), ControlTime.format(time.get(), zone));
    }
  }
}
