package io.jbackup.scheduler.service;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.QueryResult;
import io.jbackup.core.protocol.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// What the server says of its archiver.
///
/// @param failing whether the last attempt to archive failed
record ServerLook(
    OptionalLong readySegments,
    OptionalLong failedCount,
    OptionalLong archivedCount,
    boolean failing,
    List<String> problems) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// pg_ls_archive_statusdir() is for members of pg_monitor.
  private static final String READY =
      """
      SELECT CASE WHEN has_function_privilege('pg_ls_archive_statusdir()', 'EXECUTE')
        THEN (SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready') END\
      """;

  private static final String ARCHIVER =
      """
      SELECT archived_count, failed_count,
        coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS failing
        FROM pg_stat_archiver\
      """;

  /// Never throws for what the server does or does not answer.
  static ServerLook at(ConnectionTarget target) {
    try (SqlConnection connection =
        SqlConnection.open(target.withConnectTimeout(PATIENCE), NoticeListener.IGNORE)) {
      connection.query("SET statement_timeout = '10s'");
      QueryResult archiver = connection.query(ARCHIVER);
      return new ServerLook(
          number(connection.query(READY).single().orElse("")),
          number(String.valueOf(archiver.value(0, "failed_count"))),
          number(String.valueOf(archiver.value(0, "archived_count"))),
          "t".equals(archiver.value(0, "failing")),
          List.of());
    } catch (BackupException e) {
      return unknown("the server could not be asked: " + e.getMessage());
    }
  }

  static ServerLook unknown(String why) {
    return new ServerLook(
        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), false, List.of(why));
  }

  private static OptionalLong number(String text) {
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
