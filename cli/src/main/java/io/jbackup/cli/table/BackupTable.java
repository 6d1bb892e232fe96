package io.jbackup.cli.table;

import static io.jbackup.catalog.backup.ControlField.DATA_BYTES;
import static io.jbackup.catalog.backup.ControlField.RECOVERY_TIME;
import static io.jbackup.catalog.backup.ControlField.SERVER_VERSION;
import static io.jbackup.catalog.backup.ControlField.START_LSN;
import static io.jbackup.catalog.backup.ControlField.STOP_LSN;
import static io.jbackup.catalog.backup.ControlField.UNCOMPRESSED_BYTES;
import static io.jbackup.catalog.backup.ControlField.WAL_BYTES;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.wal.Lsn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The table of an instance's backups.
public final class BackupTable {
  private static final String UNKNOWN = "----";
  private static final List<Column> COLUMNS =
      List.of(
          Column.left("Instance"),
          Column.left("Version"),
          Column.left("ID"),
          Column.left("Recovery Time"),
          Column.left("Mode"),
          Column.left("WAL Mode"),
          Column.left("TLI"),
          Column.right("Time"),
          Column.right("Data"),
          Column.right("WAL"),
          Column.right("Zratio"),
          Column.left("Start LSN"),
          Column.left("Stop LSN"),
          Column.left("Status"));

  private final Clock clock;
  private final boolean colour;

  /// Times are written in the clock's zone.
  public BackupTable(Clock clock, boolean colour) {
    this.clock = clock;
    this.colour = colour;
  }

  /// The table of these backups, in their order.
  public String render(List<StoredBackup> backups) {
    TextTable table = new TextTable(COLUMNS);
    backups.forEach(backup -> table.add(row(backup, backups)));
    return table.render(colour ? BackupTable::coloured : status -> status);
  }

  private List<String> row(StoredBackup backup, List<StoredBackup> all) {
    BackupControl control = backup.control();
    boolean known = backup.problem().isEmpty();
    long data = control.number(DATA_BYTES).orElse(0);
    return List.of(
        backup.instance().name(),
        control.text(SERVER_VERSION).orElse(UNKNOWN),
        backup.id().text(),
        control
            .time(RECOVERY_TIME)
            .map(time -> ControlTime.format(time, clock.getZone()))
            .orElse(UNKNOWN),
        control.text(ControlField.BACKUP_MODE).orElse(UNKNOWN),
        known ? control.walMode().name() : UNKNOWN,
        control.timeline().orElse(0) + "/" + ParentTimeline.of(backup, all),
        duration(control),
        Amounts.size(data),
        Amounts.size(control.number(WAL_BYTES).orElse(0)),
        Amounts.ratio(control.number(UNCOMPRESSED_BYTES).orElse(0), data),
        control.lsn(START_LSN).orElse(Lsn.ZERO).toString(),
        control.lsn(STOP_LSN).orElse(Lsn.ZERO).toString(),
        control.status().name());
  }

  private String duration(BackupControl control) {
    Optional<Instant> start =
        control.time(ControlField.MERGE_TIME).or(() -> control.time(ControlField.START_TIME));
    Optional<Instant> end =
        control.status() == BackupStatus.RUNNING
            ? Optional.of(clock.instant())
            : control.time(ControlField.END_TIME);
    if (start.isEmpty() || end.isEmpty()) {
      return UNKNOWN;
    }
    long seconds = end.get().getEpochSecond() - start.get().getEpochSecond();
    return Amounts.duration(Duration.ofSeconds(seconds));
  }

  private static String coloured(String padded) {
    String colour =
        switch (BackupStatus.parse(padded.strip())) {
          case OK -> "32";
          case RUNNING, DONE, MERGING, MERGED, DELETING -> "33";
          case UNKNOWN, CORRUPT, ORPHAN, ERROR -> "31";
        };
    return "\u001b[" + colour + "m" + padded + "\u001b[0m";
  }
}
