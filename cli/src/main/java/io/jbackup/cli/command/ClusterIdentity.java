package io.jbackup.cli.command;

import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.cli.option.ProgramVersion;

/// Which cluster it is. `source` says in messages where that was read.
record ClusterIdentity(String source, long systemId, int major, SegmentSize segmentSize) {
  ClusterIdentity {
    if (major < ProgramVersion.OLDEST_SERVER || major > ProgramVersion.NEWEST_SERVER) {
      throw new IdentityException(
          source
              + " is of PostgreSQL "
              + major
              + ", jbackup "
              + ProgramVersion.NUMBER
              + " supports "
              + ProgramVersion.OLDEST_SERVER
              + " to "
              + ProgramVersion.NEWEST_SERVER,
          "Upgrade the cluster, or use a version of jbackup that knows it.");
    }
  }

  /// Fails when the other is not the same cluster.
  void requireSame(ClusterIdentity other) {
    compare(
        "system identifier",
        Long.toUnsignedString(systemId),
        other.source,
        Long.toUnsignedString(other.systemId));
    compare("PostgreSQL version", "" + major, other.source, "" + other.major);
    compare(
        "WAL segment size", "" + segmentSize.bytes(), other.source, "" + other.segmentSize.bytes());
  }

  private void compare(String what, String mine, String otherSource, String others) {
    if (!mine.equals(others)) {
      throw new IdentityException(
          source + " has " + what + " " + mine + ", but " + otherSource + " has " + others,
          "The data directory and the connection lead to different clusters: correct -D, or -h and"
              + " -p.");
    }
  }
}
