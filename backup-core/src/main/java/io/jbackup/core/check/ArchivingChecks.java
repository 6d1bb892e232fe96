package io.jbackup.core.check;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.ArchivedFile;
import io.jbackup.catalog.picture.InstancePicture;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.core.backup.ServerFacts;
import io.jbackup.core.protocol.QueryResult;
import io.jbackup.core.protocol.SqlConnection;
import java.time.Duration;
import java.util.Optional;

/// Whether the server archives, into this catalog, and keeps up.
final class ArchivingChecks {
  private final Instance instance;
  private final ServerFacts facts;
  private final CheckRequest request;
  private final Findings findings;

  ArchivingChecks(Instance instance, ServerFacts facts, CheckRequest request, Findings findings) {
    this.instance = instance;
    this.facts = facts;
    this.request = request;
    this.findings = findings;
  }

  void run(SqlConnection connection, InstancePicture picture) {
    if (!archives()) {
      findings.add(notArchiving());
      age(connection, picture);
      return;
    }
    findings.add(command(connection));
    findings.add(archiver(connection));
    findings.add(ready(connection));
    findings.add(new SegmentSwitch(instance, facts, request).check(connection));
    age(connection, picture);
  }

  /// With `on` only a primary archives.
  private boolean archives() {
    return facts.archiveMode().equals("always")
        || (facts.archiveMode().equals("on") && !facts.standby());
  }

  private CheckItem notArchiving() {
    if (facts.archiveMode().equals("on")) {
      return CheckItem.ok(
          "archiving", "archive_mode is on, and on a standby that leaves it to the primary");
    }
    return CheckItem.warning(
        "archiving",
        "archive_mode is off: only the moments of STREAM backups can be recovered",
        "Set archive_mode = on and archive_command to archive-push, then restart the server.");
  }

  private static CheckItem command(SqlConnection connection) {
    QueryResult result =
        connection.query(
            "SELECT coalesce(current_setting('archive_library', true), '') AS library,"
                + " current_setting('archive_command') AS command");
    String library = String.valueOf(result.value(0, "library"));
    String command = String.valueOf(result.value(0, "command"));
    if (!library.isEmpty()) {
      return CheckItem.warning(
          "archiving",
          "archive_library is \"" + library + "\", which takes the place of archive_command",
          "Unset archive_library to let archive-push store the WAL.");
    }
    if (command.isEmpty() || command.equals("(disabled)")) {
      return CheckItem.fail(
          "archiving",
          "archive_command is empty: WAL piles up in pg_wal",
          "Set archive_command to archive-push; the guide has the line.");
    }
    return command.contains("archive-push")
        ? CheckItem.ok("archiving", "archive_command calls archive-push")
        : CheckItem.warning(
            "archiving",
            "archive_command does not call archive-push",
            "If it is a script that does so, all is well; else WAL goes elsewhere.");
  }

  private CheckItem archiver(SqlConnection connection) {
    QueryResult result =
        connection.query(
            "SELECT archived_count, coalesce(last_archived_wal, 'none') AS last_wal, failed_count,"
                + " coalesce(last_failed_wal, '') AS failed_wal,"
                + " coalesce(last_failed_time::timestamptz(0)::text, '') AS failed_time,"
                + " coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)"
                + " AS failing FROM pg_stat_archiver");
    long failed = ServerChecks.number(result, "failed_count");
    findings.measure(new Measure("archive_failures", failed, "c", -1, -1));
    if ("t".equals(result.value(0, "failing"))) {
      return CheckItem.fail(
          "archiver",
          "the last attempt to archive "
              + result.value(0, "failed_wal")
              + " failed at "
              + result.value(0, "failed_time")
              + ", "
              + Words.count(failed, "failure")
              + " in all",
          "The server's log has what archive_command printed; it is tried again by itself.");
    }
    return CheckItem.ok(
        "archiver",
        Words.count(ServerChecks.number(result, "archived_count"), "file")
            + " archived, the last one "
            + result.value(0, "last_wal")
            + (failed == 0 ? "" : "; " + Words.count(failed, "earlier failure")));
  }

  private CheckItem ready(SqlConnection connection) {
    QueryResult may =
        connection.query(
            "SELECT has_function_privilege('pg_ls_archive_statusdir()', 'EXECUTE') AS may");
    if (!"t".equals(may.value(0, "may"))) {
      return CheckItem.warning(
          "waiting segments",
          "this role may not count them",
          "GRANT pg_monitor TO the role that jbackup connects as.");
    }
    QueryResult result =
        connection.query(
            "SELECT count(*) AS number, coalesce(extract(epoch FROM now() - min(modification)),"
                + " 0)::bigint AS age FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'");
    long number = ServerChecks.number(result, "number");
    long age = ServerChecks.number(result, "age");
    long bytes = number * facts.segmentSize().bytes();
    int limit = request.readySegments();
    findings.measure(new Measure("ready_segments", number, "", limit, 2L * limit));
    findings.measure(new Measure("ready_bytes", bytes, "B", -1, -1));
    findings.measure(new Measure("ready_age", age, "s", -1, -1));
    return CheckItem.of(
        "waiting segments",
        CheckLevel.of(number, limit),
        number == 0
            ? "none waits for archive_command"
            : Words.count(number, "segment")
                + " ("
                + Words.size(bytes)
                + ") waiting for archive_command, the oldest for "
                + Words.age(Duration.ofSeconds(age)),
        "Look into the server's log for what archive_command prints. With --batch-size and -j one"
            + " call of archive-push stores many.");
  }

  /// Old WAL is a fault only when there is newer WAL that is not in the archive.
  private void age(SqlConnection connection, InstancePicture picture) {
    Optional<ArchivedFile> newest = instance.archive().newestSegment();
    if (newest.isEmpty()) {
      if (!facts.archiveMode().equals("off")) {
        findings.add(
            CheckItem.warning(
                "archived WAL age",
                "no segment is in the archive yet",
                "SELECT pg_switch_wal() on the primary ends a segment; see whether it arrives."));
      }
      return;
    }
    Duration age = Duration.between(newest.get().modified(), picture.takenAt());
    long limit = request.walAge().toSeconds();
    findings.measure(new Measure("wal_age", Math.max(age.toSeconds(), 0), "s", limit, 2 * limit));
    long missing = written(connection).minus(end(newest.get().name(), facts.segmentSize()));
    String text = "the newest archived segment is " + Words.age(age) + " old";
    if (missing <= pageHeader()) {
      findings.add(CheckItem.ok("archived WAL age", text + ", and nothing was written since"));
      return;
    }
    findings.add(
        CheckItem.of(
            "archived WAL age",
            CheckLevel.of(age.toSeconds(), limit),
            text + ", " + Words.size(missing) + " of WAL are newer",
            "With archive_timeout the server ends a segment after that time even when it is not"
                + " full. What is newer than the archive is lost with the server."));
  }

  /// A fresh segment begins with a header of this size at least.
  private long pageHeader() {
    return facts.walBlockSize();
  }

  private static Lsn end(String segment, SegmentSize size) {
    return SegmentName.parse(segment, size).next().start(size);
  }

  private static Lsn written(SqlConnection connection) {
    return connection
        .query(
            "SELECT CASE WHEN pg_is_in_recovery() THEN coalesce(pg_last_wal_replay_lsn(), '0/0')"
                + " ELSE pg_current_wal_lsn() END")
        .single()
        .map(Lsn::parse)
        .orElse(Lsn.ZERO);
  }
}
