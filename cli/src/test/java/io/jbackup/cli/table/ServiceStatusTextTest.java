package io.jbackup.cli.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class ServiceStatusTextTest {
  private static final String ALL =
      """
      { "node": "u6", "version": "0.1.0", "catalog": "/pgsql/pg_backup",
        "since": "2026-11-22 01:00:00+00", "current-time": "2026-11-22 12:00:00+00",
        "healthy": false, "reasons": ["A: backup-age: too old"], "problems": [],
        "instances": [ { "instance": "A",
          "here": { "runs-backups": true, "reason": "u6 is a replica that is kept out of failover",
                    "role": "replica", "decided-at": "2026-11-22 12:00:00+00" },
          "alarms": [ { "alarm": "backup-age", "since": "2026-11-22 05:00:00+00",
                        "text": "too old", "hint": "Look at the log." } ],
          "window": { "oldest": "2026-11-20 03:00:12+00", "newest": "2026-11-22 11:59:30+00",
                      "newest-age-seconds": 30, "holes": [ {} ] },
          "backups": [ { "id": "SVXPK3", "backup-mode": "FULL", "status": "RUNNING" },
                       { "id": "SVXPK2", "backup-mode": "FULL", "status": "OK",
                         "start-time": "2026-11-20 03:00:00+00", "duration-seconds": 75,
                         "stored-bytes": 24117248, "zratio": 5.5 } ],
          "archiving": { "newest-segment-age-seconds": 42, "ready-segments": 3, "failed-count": 0 },
          "free-bytes": 107374182400, "free-percent": 41.7,
          "running": [ { "schedule": "full", "task": "Copying", "since": "2026-11-22 11:58:00+00",
                         "done-bytes": 26214400, "total-bytes": 104857600, "left-seconds": 90 } ],
          "schedules": [ { "schedule": "full", "cron": "0 0 3 * * ?", "time-zone": "UTC",
                           "next-run": "2026-11-23 03:00:00+00", "last-result": "" } ],
          "problems": [] } ] }
      """;

  private static String text(String json) throws JsonProcessingException {
    return ServiceStatusText.of(new ObjectMapper().readTree(json));
  }

  @Test
  void everythingIsSaidInLinesAndTables() throws JsonProcessingException {
    assertThat(text(ALL))
        .isEqualTo(
            """
            Node 'u6', jbackup 0.1.0, catalog "/pgsql/pg_backup"
              runs since     2026-11-22 01:00:00+00
              as of          2026-11-22 12:00:00+00
              health         NOT GOOD
                             A: backup-age: too old

            Instance 'A'
              this server    replica
              this node      takes the backups: u6 is a replica that is kept out of failover
              last backup    SVXPK2 FULL OK, started 2026-11-20 03:00:00+00, took 1m:15s, 23MB, zratio 5.50
              window         2026-11-20 03:00:12+00 to 2026-11-22 11:59:30+00 (30s ago), with 1 hole
              archiving      newest segment 42s ago, 3 waiting, 0 failures
              free space     100GB (41%)
              last drill     none
              ALARM          backup-age since 2026-11-22 05:00:00+00: too old
                             HINT: Look at the log.
            ===================================================================
             Running  Task     Since                   Done  Total   %    Left\s
            ===================================================================
             full     Copying  2026-11-22 11:58:00+00  25MB  100MB  25  1m:30s\s
            ======================================================================
             Schedule  Cron         Next Run                Last Run  Last Result\s
            ======================================================================
             full      0 0 3 * * ?  2026-11-23 03:00:00+00  -         -          \s
            """);
  }

  @Test
  void whatIsNotKnownIsSaidSo() throws JsonProcessingException {
    assertThat(
            text(
                """
                { "node": "u6", "healthy": true,
                  "instances": [ { "instance": "A", "here": {}, "window": { "holes": [] } } ] }
                """))
        .contains("health         good\n")
        .contains("last backup    NONE that is good\n")
        .contains("window         NONE: nothing can be recovered\n")
        .contains("archiving      newest segment - ago, - waiting, - failures\n")
        .contains("schedules      none\n");
  }

  @Test
  void aMirrorIsCompleteOrSaysWhatItLacks() throws JsonProcessingException {
    String one =
        "{ \"instances\": [ { \"instance\": \"A\", \"mirror\": { \"catalog\": \"s3://b/m\"%s } } ] }";
    assertThat(text(one.formatted("")))
        .contains("mirror         \"s3://b/m\", not looked at yet\n");
    assertThat(
            text(
                one.formatted(
                    ", \"missing-backups\": 0, \"missing-wal-files\": 0, \"last-complete\": \"12:00\"")))
        .contains("mirror         \"s3://b/m\" is complete as of 12:00\n");
    assertThat(
            text(
                one.formatted(
                    ", \"missing-backups\": 1, \"missing-wal-files\": 12, \"lag-seconds\": 75")))
        .contains(
            "\"s3://b/m\" lacks 1 backup and 12 WAL files, the oldest since 1m:15s; last success -\n");
  }
}
