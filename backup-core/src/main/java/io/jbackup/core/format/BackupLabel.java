package io.jbackup.core.format;

import io.jbackup.catalog.wal.Lsn;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `backup_label` says: where recovery of a backup begins (build_backup_content in
/// PostgreSQL's xlogbackup.c).
///
/// @param start where WAL has to be replayed from
/// @param startFile name of the segment that holds `start`
/// @param checkpoint position of the record of the checkpoint that began the backup
/// @param method `streamed`
/// @param startTime as the server printed it, in its own time zone
/// @param timeline on which the backup began
/// @param incrementalFrom the start of the earlier backup that an incremental one rests on
public record BackupLabel(
    Lsn start,
    String startFile,
    Lsn checkpoint,
    String method,
    boolean fromStandby,
    String startTime,
    String label,
    int timeline,
    Optional<IncrementalFrom> incrementalFrom) {
  /// Name of the file in a data directory.
  public static final String NAME = "backup_label";

  private static final String START = "START WAL LOCATION";
  private static final Pattern PLACE = Pattern.compile("(\\S+) \\(file ([0-9A-F]{24})\\)");
  private static final String CHECKPOINT = "CHECKPOINT LOCATION";
  private static final String FROM_LSN = "INCREMENTAL FROM LSN";

  /// Where the earlier backup began.
  public record IncrementalFrom(int timeline, Lsn lsn) {}

  /// Reads a label, or the `.backup` file of an archive, which has the same lines and more. Throws
  /// CorruptException when a line that recovery needs is missing or malformed.
  ///
  /// @param origin what to call the file in a message
  public static BackupLabel parse(byte[] content, String origin) {
    LabelFields fields = new LabelFields(content, origin);
    String start = fields.required(START);
    Matcher place = PLACE.matcher(start);
    if (!place.matches()) {
      throw fields.damaged(START, start, null);
    }
    return new BackupLabel(
        fields.lsn(START, place.group(1)),
        place.group(2),
        fields.lsn(CHECKPOINT, fields.required(CHECKPOINT)),
        fields.text("BACKUP METHOD"),
        fields.text("BACKUP FROM").equals("standby"),
        fields.text("START TIME"),
        fields.text("LABEL"),
        fields.timeline("START TIMELINE"),
        incrementalFrom(fields));
  }

  private static Optional<IncrementalFrom> incrementalFrom(LabelFields fields) {
    if (!fields.has(FROM_LSN)) {
      return Optional.empty();
    }
    return Optional.of(
        new IncrementalFrom(
            fields.timeline("INCREMENTAL FROM TLI"),
            fields.lsn(FROM_LSN, fields.required(FROM_LSN))));
  }
}
