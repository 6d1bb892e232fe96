package io.jbackup.core.backup;

import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.protocol.ReplicationConnection;
import io.jbackup.core.protocol.SystemIdentity;

/// What the server is, asked once over the replication connection.
public record ServerFacts(
    int major,
    long systemIdentifier,
    int timeline,
    SegmentSize segmentSize,
    int blockSize,
    int walBlockSize,
    boolean dataChecksums,
    boolean standby,
    String archiveMode) {
  /// The oldest and the newest PostgreSQL that this version knows.
  public static final int OLDEST = 15;

  public static final int NEWEST = 18;

  /// Asks the server; refuses versions that are not known and `wal_level` minimal.
  public static ServerFacts read(ReplicationConnection connection) {
    int major = connection.serverMajor();
    if (major < OLDEST || major > NEWEST) {
      throw new IdentityException(
          "PostgreSQL "
              + connection.serverVersion()
              + " is not supported: this jbackup knows the versions "
              + OLDEST
              + " to "
              + NEWEST,
          major < OLDEST
              ? "Upgrade the server, or use another backup tool for it."
              : "Use a newer version of jbackup.");
    }
    if (connection.show("wal_level").equals("minimal")) {
      throw new ServerException(
          "the server runs with wal_level=minimal, which a backup cannot be recovered from",
          "Set wal_level = replica in postgresql.conf and restart the server.");
    }
    SystemIdentity identity = connection.identifySystem();
    return new ServerFacts(
        major,
        identity.systemIdentifier(),
        identity.timeline(),
        new SegmentSize(bytes(connection.show("wal_segment_size"))),
        Integer.parseInt(connection.show("block_size")),
        Integer.parseInt(connection.show("wal_block_size")),
        connection.show("data_checksums").equals("on"),
        connection.inHotStandby(),
        connection.show("archive_mode"));
  }

  /// Reads `16MB`, `1GB` or a plain number of bytes.
  private static int bytes(String text) {
    String digits = text.replaceAll("[^0-9]", "");
    int shift =
        switch (text.substring(digits.length())) {
          case "kB" -> 10;
          case "MB" -> 20;
          case "GB" -> 30;
          default -> 0;
        };
    return Integer.parseInt(digits) << shift;
  }

  /// Refuses a server that is not the instance's.
  public void requireSame(String instance, InstanceConfig config) {
    if (config.get(ConfigKey.SYSTEM_IDENTIFIER).isPresent()
        && config.systemIdentifier() != systemIdentifier) {
      throw mismatch(
          instance,
          "system identifier",
          Long.toUnsignedString(config.systemIdentifier()),
          Long.toUnsignedString(systemIdentifier));
    }
    if (config.get(ConfigKey.SERVER_VERSION).isPresent() && config.serverVersion() != major) {
      throw mismatch(instance, "PostgreSQL major version", "" + config.serverVersion(), "" + major);
    }
    if (config.get(ConfigKey.XLOG_SEG_SIZE).isPresent()
        && !config.segmentSize().equals(segmentSize)) {
      throw mismatch(
          instance,
          "WAL segment size",
          "" + config.segmentSize().bytes(),
          "" + segmentSize.bytes());
    }
  }

  private static IdentityException mismatch(
      String instance, String what, String expected, String actual) {
    return new IdentityException(
        "the server is not the cluster of instance '"
            + instance
            + "': its "
            + what
            + " is "
            + actual
            + " instead of "
            + expected,
        "Check -h, -p and -d. For a new or upgraded cluster add an instance of its own with"
            + " \"jbackup add-instance\".");
  }

  /// Refuses a server that does not run on the data directory whose pg_control this is.
  public void requireSame(PgControl control, String pgdata) {
    if (control.systemId() != systemIdentifier) {
      throw new IdentityException(
          "the server is not the one of \""
              + pgdata
              + "\": its system identifier is "
              + Long.toUnsignedString(systemIdentifier)
              + " instead of "
              + control.systemIdText(),
          "Correct -D, or -h and -p.");
    }
  }
}
