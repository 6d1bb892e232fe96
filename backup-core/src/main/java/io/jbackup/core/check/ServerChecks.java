package io.jbackup.core.check;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.core.backup.ServerFacts;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.QueryResult;
import io.jbackup.core.protocol.ReplicationConnection;
import io.jbackup.core.protocol.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the server must have for a backup: connections of both kinds, rights, free walsenders and
/// slots, a clock that agrees.
final class ServerChecks {
  /// What a STREAM backup uses.
  private static final int SENDERS = 2;

  private static final Duration CLOCK_LIMIT = Duration.ofSeconds(5);
  private static final int MICROS_PER_MILLI = 1000;

  private final Instance instance;
  private final ConnectionTarget target;
  private final Clock clock;
  private final Findings findings;

  ServerChecks(Instance instance, ConnectionTarget target, Clock clock, Findings findings) {
    this.instance = instance;
    this.target = target;
    this.clock = clock;
    this.findings = findings;
  }

  /// What the server is, over a replication connection; empty when a backup could not even begin.
  Optional<ServerFacts> replication() {
    try (ReplicationConnection connection =
        ReplicationConnection.open(target, NoticeListener.IGNORE)) {
      ServerFacts facts = ServerFacts.read(connection);
      facts.requireSame(instance.name(), instance.config());
      findings.add(
          CheckItem.ok(
              "connection",
              "PostgreSQL "
                  + connection.serverVersion()
                  + " on "
                  + connection.host()
                  + ", "
                  + (facts.standby() ? "standby" : "primary")
                  + " on timeline "
                  + Integer.toUnsignedString(facts.timeline())));
      findings.add(
          facts.dataChecksums()
              ? CheckItem.ok("data checksums", "enabled")
              : CheckItem.warning(
                  "data checksums",
                  "not enabled: damaged pages cannot be noticed",
                  "Stop the cluster cleanly and run pg_checksums --enable."));
      return Optional.of(facts);
    } catch (BackupException e) {
      findings.add(CheckItem.fail("connection", String.valueOf(e.getMessage()), e.hint()));
      return Optional.empty();
    }
  }

  /// What ordinary SQL tells.
  void sql(SqlConnection connection) {
    findings.add(room(connection));
    findings.add(slots(connection));
    findings.add(clockDifference(connection));
    findings.add(configuration(connection));
  }

  private CheckItem room(SqlConnection connection) {
    QueryResult result =
        connection.query(
            "SELECT current_setting('max_wal_senders')::int - (SELECT count(*) FROM"
                + " pg_stat_replication) AS senders,"
                + " current_setting('max_replication_slots')::int - (SELECT count(*) FROM"
                + " pg_replication_slots) AS slots");
    long senders = number(result, "senders");
    long slots = number(result, "slots");
    findings.measure(new Measure("free_wal_senders", senders, "", -1, -1));
    if (senders < SENDERS) {
      return CheckItem.fail(
          "wal senders",
          Words.count(senders, "walsender") + " free, a backup needs " + SENDERS,
          "Raise max_wal_senders and restart the server, or end connections that are not needed.");
    }
    return slots < 1
        ? CheckItem.fail(
            "wal senders",
            "no replication slot is free for --temp-slot",
            "Raise max_replication_slots and restart the server, or drop slots that are not"
                + " needed.")
        : CheckItem.ok(
            "wal senders",
            Words.count(senders, "walsender") + " and " + Words.count(slots, "slot") + " free");
  }

  /// Slots that nobody reads hold WAL until the disk is full; lost ones are of no use.
  private static CheckItem slots(SqlConnection connection) {
    QueryResult result =
        connection.query(
            "SELECT slot_name, wal_status, coalesce(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery()"
                + " THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn),"
                + " 0)::bigint AS held FROM pg_replication_slots WHERE NOT active AND NOT temporary"
                + " ORDER BY slot_name");
    List<String> slots = new ArrayList<>();
    for (int row = 0; row < result.rows().size(); row++) {
      String status = String.valueOf(result.value(row, "wal_status"));
      String name = "\"" + result.value(row, "slot_name") + "\"";
      if (status.equals("lost") || status.equals("unreserved")) {
        slots.add(name + " has lost its WAL");
      } else if (status.equals("extended")) {
        slots.add(name + " holds " + Words.size(number(result, row, "held")));
      }
    }
    return slots.isEmpty()
        ? CheckItem.ok("replication slots", "none that is unused holds more WAL than usual")
        : CheckItem.warning(
            "replication slots",
            String.join(", ", slots) + ", and nobody reads from it",
            "SELECT pg_drop_replication_slot('NAME') drops a slot that is not needed any more.");
  }

  private CheckItem clockDifference(SqlConnection connection) {
    Instant before = clock.instant();
    QueryResult result =
        connection.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now");
    Instant after = clock.instant();
    long micros = number(result, "now");
    Instant server = Instant.ofEpochMilli(micros / MICROS_PER_MILLI);
    Duration difference =
        server.isBefore(before)
            ? Duration.between(server, before)
            : server.isAfter(after) ? Duration.between(after, server) : Duration.ZERO;
    findings.measure(
        new Measure("clock_difference", difference.toSeconds(), "s", CLOCK_LIMIT.toSeconds(), -1));
    return CheckItem.of(
        "clock",
        difference.compareTo(CLOCK_LIMIT) > 0 ? CheckLevel.WARNING : CheckLevel.OK,
        "this host and the server differ by "
            + (difference.toMillis() < 1000 ? "less than 1s" : Words.age(difference)),
        "Let both follow a time server: times of backups and recovery targets are compared.");
  }

  /// Files that the protocol does not deliver.
  private static CheckItem configuration(SqlConnection connection) {
    QueryResult result =
        connection.query(
            "SELECT name, setting FROM pg_settings WHERE name IN ('config_file', 'hba_file',"
                + " 'ident_file', 'data_directory') ORDER BY name");
    String data = null;
    List<String> outside = new ArrayList<>();
    for (int row = 0; row < result.rows().size(); row++) {
      if ("data_directory".equals(result.value(row, "name"))) {
        data = result.value(row, "setting");
      }
    }
    if (data == null) {
      return CheckItem.warning(
          "configuration files",
          "this role may not see where they are",
          "GRANT pg_read_all_settings TO the role that jbackup connects as.");
    }
    for (int row = 0; row < result.rows().size(); row++) {
      String file = String.valueOf(result.value(row, "setting"));
      if (!file.equals(data) && !file.startsWith(data + "/")) {
        outside.add(file);
      }
    }
    return outside.isEmpty()
        ? CheckItem.ok("configuration files", "all in the data directory")
        : CheckItem.warning(
            "configuration files",
            "not part of any backup, because outside the data directory: "
                + String.join(", ", outside),
            "Keep a copy of them elsewhere: a restored server needs them.");
  }

  static long number(QueryResult result, String column) {
    return number(result, 0, column);
  }

  static long number(QueryResult result, int row, String column) {
    @Nullable String value = result.value(row, column);
    return value == null ? 0 : Long.parseLong(value);
  }
}
