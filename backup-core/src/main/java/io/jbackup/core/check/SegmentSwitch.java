package io.jbackup.core.check;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.core.backup.ServerFacts;
import io.jbackup.core.protocol.SqlConnection;
import java.time.Duration;

/// Ends a segment on the primary and waits for it in the archive: the only proof that
/// archive_command reaches this catalog.
final class SegmentSwitch {
  private static final String NAME = "segment switch";
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Instance instance;
  private final ServerFacts facts;
  private final CheckRequest request;

  SegmentSwitch(Instance instance, ServerFacts facts, CheckRequest request) {
    this.instance = instance;
    this.facts = facts;
    this.request = request;
  }

  CheckItem check(SqlConnection connection) {
    if (facts.standby()) {
      return CheckItem.ok(NAME, "not tried: only a primary can end a segment");
    }
    if (!request.switchWal()) {
      return CheckItem.ok(NAME, "not tried: --no-switch");
    }
    if (!may(connection)) {
      return CheckItem.warning(
          NAME,
          "not tried: this role may not call pg_switch_wal()",
          "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO the role, or leave it with --no-switch.");
    }
    // On an idle server there would be nothing to switch.
    connection.query("SELECT pg_logical_emit_message(false, 'jbackup', 'check')");
    String segment =
        connection.query("SELECT pg_walfile_name(pg_switch_wal() - 1)").single().orElseThrow();
    return await(connection, segment);
  }

  private static boolean may(SqlConnection connection) {
    return connection
        .query("SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE')")
        .single()
        .filter("t"::equals)
        .isPresent();
  }

  private CheckItem await(SqlConnection connection, String segment) {
    long begin = System.nanoTime();
    long failures = failures(connection);
    while (instance.archive().find(segment).isEmpty()) {
      Duration waited = Duration.ofNanos(System.nanoTime() - begin);
      boolean failed = failures(connection) > failures;
      if (failed || waited.compareTo(request.archiveTimeout()) > 0) {
        return CheckItem.fail(
            NAME,
            failed
                ? "archive_command failed for segment " + segment
                : "segment "
                    + segment
                    + " did not reach the archive in "
                    + Words.age(request.archiveTimeout()),
            "Check that archive_command names this catalog and instance '"
                + instance.name()
                + "'; the server's log has what it printed.");
      }
      pause();
    }
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    return CheckItem.ok(NAME, "segment " + segment + " was archived within " + millis + " ms");
  }

  private static long failures(SqlConnection connection) {
    return connection
        .query("SELECT failed_count FROM pg_stat_archiver")
        .single()
        .map(Long::parseLong)
        .orElse(0L);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted", "Run the check again.", e);
    }
  }
}
