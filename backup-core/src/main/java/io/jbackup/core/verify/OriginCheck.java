package io.jbackup.core.verify;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.format.ManifestReader;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.format.WalRange;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Holds what a backup's control file says of its origin against what the server sent: of which
/// cluster it is, and between which positions of the WAL it was taken. The control file has no
/// checksum, and retention and recovery believe it.
final class OriginCheck {
  private final StoredBackup backup;
  private final BackupControl control;
  private final Damages damages;

  OriginCheck(StoredBackup backup, Damages damages) {
    this.backup = backup;
    this.control = backup.control();
    this.damages = damages;
  }

  /// The manifest's WAL-Ranges go from the start to the stop LSN, and the last of them is of the
  /// timeline of the backup. Its system identifier is there from PostgreSQL 17.
  void manifest(ManifestReader.Summary summary) {
    summary.systemId().ifPresent(id -> cluster(id, "its manifest"));
    List<WalRange> ranges = summary.walRanges();
    Optional<WalRange> first = ranges.stream().min(Comparator.comparing(WalRange::start));
    Optional<WalRange> last = ranges.stream().max(Comparator.comparing(WalRange::end));
    if (first.isEmpty() || last.isEmpty()) {
      damages.add("the manifest of backup " + backup.id() + " names no WAL");
      return;
    }
    position(ControlField.START_LSN, first.get().start());
    position(ControlField.STOP_LSN, last.get().end());
    if (control.timeline().orElse(0) != last.get().timeline()) {
      differs(
          ControlField.TIMELINE_ID,
          Integer.toUnsignedString(last.get().timeline()),
          "its manifest");
    }
  }

  /// Without it a changed index is found only by what it names.
  void index() {
    if (control.number(ControlField.CONTENT_CRC).isEmpty()) {
      damages.add(
          "the control file of backup "
              + backup.id()
              + " says no "
              + ControlField.CONTENT_CRC.key());
    }
  }

  private void position(ControlField field, Lsn expected) {
    if (control.lsn(field).filter(expected::equals).isEmpty()) {
      differs(field, expected.toString(), "its manifest");
    }
  }

  /// `bytes` is `global/pg_control`.
  void cluster(byte[] bytes) {
    PgControl cluster;
    try {
      cluster = PgControl.parse(bytes, PgControl.PATH + " of backup " + backup.id());
    } catch (CorruptException | IdentityException e) {
      damages.add(e);
      return;
    }
    cluster(cluster.systemId(), PgControl.PATH);
    number(ControlField.SERVER_VERSION, cluster.majorVersion());
    number(ControlField.BLOCK_SIZE, cluster.blockSize());
    number(ControlField.XLOG_BLOCK_SIZE, cluster.walBlockSize());
    number(ControlField.CHECKSUM_VERSION, cluster.checksumVersion() == 0 ? 0 : 1);
  }

  private void number(ControlField field, long expected) {
    OptionalLong said = control.number(field);
    if (said.isEmpty() || said.getAsLong() != expected) {
      differs(field, Long.toString(expected), PgControl.PATH);
    }
  }

  private void cluster(long systemId, String where) {
    long expected = backup.instance().config().systemIdentifier();
    if (expected != 0 && expected != systemId) {
      damages.add(
          "backup "
              + backup.id()
              + " is of another cluster: "
              + where
              + " has the system identifier "
              + Long.toUnsignedString(systemId)
              + ", the instance's is "
              + Long.toUnsignedString(expected));
    }
  }

  private void differs(ControlField field, String expected, String where) {
    damages.add(
        "the control file of backup "
            + backup.id()
            + " says "
            + field.key()
            + " = "
            + control.text(field).orElse("nothing")
            + ", "
            + where
            + " has "
            + expected);
  }
}
