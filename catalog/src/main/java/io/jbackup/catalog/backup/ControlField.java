package io.jbackup.catalog.backup;

/// The fields of backup.control in the order they are written; the names are pg_probackup's.
public enum ControlField {
  BACKUP_MODE("backup-mode", Section.CONFIGURATION, false),
  STREAM("stream", Section.CONFIGURATION, false),
  COMPRESS_ALG("compress-alg", Section.CONFIGURATION, false),
  COMPRESS_LEVEL("compress-level", Section.CONFIGURATION, false),
  FROM_REPLICA("from-replica", Section.CONFIGURATION, false),
  FORMAT_VERSION("format-version", Section.COMPATIBILITY, false),
  BLOCK_SIZE("block-size", Section.COMPATIBILITY, false),
  XLOG_BLOCK_SIZE("xlog-block-size", Section.COMPATIBILITY, false),
  CHECKSUM_VERSION("checksum-version", Section.COMPATIBILITY, false),
  PROGRAM_VERSION("program-version", Section.COMPATIBILITY, false),
  SERVER_VERSION("server-version", Section.COMPATIBILITY, false),
  /// The timeline of the stop LSN.
  TIMELINE_ID("timelineid", Section.RESULT, false),
  START_LSN("start-lsn", Section.RESULT, false),
  STOP_LSN("stop-lsn", Section.RESULT, false),
  START_TIME("start-time", Section.RESULT, true),
  MERGE_TIME("merge-time", Section.RESULT, true),
  END_TIME("end-time", Section.RESULT, true),
  RECOVERY_XID("recovery-xid", Section.RESULT, false),
  RECOVERY_TIME("recovery-time", Section.RESULT, true),
  EXPIRE_TIME("expire-time", Section.RESULT, true),
  MERGE_DEST_ID("merge-dest-id", Section.RESULT, true),
  DATA_BYTES("data-bytes", Section.RESULT, false),
  WAL_BYTES("wal-bytes", Section.RESULT, false),
  UNCOMPRESSED_BYTES("uncompressed-bytes", Section.RESULT, false),
  PGDATA_BYTES("pgdata-bytes", Section.RESULT, false),
  STATUS("status", Section.RESULT, false),
  PARENT_BACKUP_ID("parent-backup-id", Section.RESULT, true),
  PRIMARY_CONNINFO("primary_conninfo", Section.RESULT, true),
  EXTERNAL_DIRS("external-dirs", Section.RESULT, true),
  NOTE("note", Section.RESULT, true),
  CONTENT_CRC("content-crc", Section.RESULT, false),
  /// `OID path; OID path`, as `show -i` prints it.
  TABLESPACE_MAP("tablespace-map", Section.RESULT, true),
  /// Why the backup is not OK.
  ERROR_MESSAGE("error-message", Section.RESULT, true);

  /// The comment lines that group the fields.
  enum Section {
    CONFIGURATION("#Configuration"),
    COMPATIBILITY("#Compatibility"),
    RESULT("#Result backup info");

    private final String title;

    Section(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final String key;
  private final Section section;
  private final boolean quoted;

  ControlField(String key, Section section, boolean quoted) {
    this.key = key;
    this.section = section;
    this.quoted = quoted;
  }

  public String key() {
    return key;
  }

  Section section() {
    return section;
  }

  boolean quoted() {
    return quoted;
  }
}
