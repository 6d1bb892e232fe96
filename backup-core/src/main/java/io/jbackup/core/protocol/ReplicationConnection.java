package io.jbackup.core.protocol;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A physical replication connection and its commands (PostgreSQL documentation, "Streaming
/// Replication Protocol"). One thread at a time sends commands and reads; [#cancel()] and
/// [#close()] from any thread.
///
/// Failures: ServerException when the server refuses (the connection stays usable), otherwise
/// ConnectionException when the connection is lost, CancelledException when another thread closed
/// it.
public final class ReplicationConnection implements AutoCloseable {
  private final Session session;
  private final Results results;

  private ReplicationConnection(Session session) {
    this.session = session;
    this.results = new Results(session);
  }

  /// Throws ConnectionException when no host of the target can be used.
  public static ReplicationConnection open(ConnectionTarget target, NoticeListener notices) {
    return new ReplicationConnection(Connector.connect(target, true, notices));
  }

  public SystemIdentity identifySystem() {
    Answer row = Answer.single(session, results.run("IDENTIFY_SYSTEM", "IDENTIFY_SYSTEM"));
    return new SystemIdentity(row.unsignedLong(0), row.timeline(1), row.lsn(2));
  }

  /// The value of a configuration parameter, in the unit `SHOW` prints.
  public String show(String parameter) {
    QueryResult result = results.run("SHOW " + parameter, "SHOW " + Quoting.identifier(parameter));
    return Answer.single(session, result).text(0);
  }

  /// A timeline's history file. The first timeline has none: the server answers with SQLSTATE
  /// 58P01.
  public TimelineHistoryFile timelineHistory(int timeline) {
    String command = "TIMELINE_HISTORY " + Integer.toUnsignedString(timeline);
    Answer row = Answer.single(session, results.run(command, command));
    return new TimelineHistoryFile(row.text(0), row.text(1).getBytes(StandardCharsets.UTF_8));
  }

  /// Empty when there is no slot of that name.
  public Optional<ReplicationSlot> readReplicationSlot(String name) {
    QueryResult result =
        results.run("READ_REPLICATION_SLOT", "READ_REPLICATION_SLOT " + Quoting.identifier(name));
    Answer row = Answer.single(session, result);
    return row.isNull(0)
        ? Optional.empty()
        : Optional.of(
            new ReplicationSlot(
                row.isNull(1) ? Optional.empty() : Optional.of(row.lsn(1)),
                row.isNull(2) ? 0 : row.timeline(2)));
  }

  /// Creates a physical slot. A temporary one belongs to this connection and ends with it.
  ///
  /// @param reserveWal keep WAL from now on, not only from the first use on
  public void createReplicationSlot(String name, boolean temporary, boolean reserveWal) {
    results.run(
        "CREATE_REPLICATION_SLOT " + name,
        "CREATE_REPLICATION_SLOT "
            + Quoting.identifier(name)
            + (temporary ? " TEMPORARY" : "")
            + " PHYSICAL"
            + (reserveWal ? " (RESERVE_WAL)" : ""));
  }

  public void dropReplicationSlot(String name) {
    results.run(
        "DROP_REPLICATION_SLOT " + name,
        "DROP_REPLICATION_SLOT " + Quoting.identifier(name) + " WAIT");
  }

  /// Starts a base backup. Returns when the server has made its checkpoint and sent the start
  /// position.
  public BaseBackupStream baseBackup(BaseBackupOptions options) {
    session.start("BASE_BACKUP", options.command());
    return BaseBackupStream.begin(session, results);
  }

  /// Starts streaming WAL; returns when the server is about to send.
  ///
  /// @param slot keeps the WAL that is not confirmed yet, or null
  /// @param start should be the start of a segment, to receive whole segments
  public WalStream startReplication(@Nullable String slot, Lsn start, int timeline) {
    session.start(
        "START_REPLICATION",
        "START_REPLICATION "
            + (slot == null ? "" : "SLOT " + Quoting.identifier(slot) + " ")
            + "PHYSICAL "
            + start
            + " TIMELINE "
            + Integer.toUnsignedString(timeline));
    return WalStream.begin(session, results);
  }

  /// Sends the manifest of the backup that the next, incremental BASE_BACKUP builds on (PostgreSQL
  /// 17). IOException comes from reading `manifest` only.
  public void uploadManifest(InputStream manifest) throws IOException {
    ManifestUpload.run(session, manifest);
  }

  /// What the server reported by itself, e.g. `server_version`, `in_hot_standby`; null when it did
  /// not.
  public @Nullable String parameterStatus(String name) {
    return session.parameter(name);
  }

  public String serverVersion() {
    return ServerVersion.text(session);
  }

  public int serverMajor() {
    return ServerVersion.major(session);
  }

  public boolean inHotStandby() {
    return session.isOn("in_hot_standby");
  }

  public HostAddress host() {
    return session.host();
  }

  /// The process that serves this connection, `pid` in `pg_stat_replication`.
  public int processId() {
    return session.processId();
  }

  /// Asks the server to cancel the running command, which then fails with SQLSTATE 57014.
  public void cancel() throws IOException {
    session.cancel();
  }

  /// Ends the connection; a thread that waits on it gets a CancelledException.
  @Override
  public void close() {
    session.close();
  }
}
