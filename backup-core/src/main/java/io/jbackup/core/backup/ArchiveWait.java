package io.jbackup.core.backup;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.archive.WalArchive;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.JobLog;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.QueryResult;
import io.jbackup.core.protocol.SqlConnection;
import java.time.Duration;

/// Waits until the archive holds the WAL that an ARCHIVE backup needs.
final class ArchiveWait {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// Where each question is a request to a store.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Instance instance;
  private final ConnectionTarget target;
  private final Duration timeout;
  private final JobLog log;

  ArchiveWait(Instance instance, ConnectionTarget target, Duration timeout, JobLog log) {
    this.instance = instance;
    this.target = target;
    this.timeout = timeout;
    this.log = log;
  }

  /// Waits for every segment from the one that holds `start` to the one that ends at or after
  /// `stop`. Throws WalException naming the first that did not come within the time.
  long await(int timeline, Lsn start, Lsn stop, SegmentSize size) {
    WalArchive archive = instance.archive();
    TimelineHistory history =
        archive.history(timeline).orElseGet(() -> TimelineHistory.root(timeline));
    long deadline = System.nanoTime() + timeout.toNanos();
    long first = size.segmentOf(start);
    long last = size.segmentBefore(stop);
    for (long number = first; number <= last; number++) {
      // A segment in which a timeline ends is also, whole, the first one of the next.
      int from = history.timelineAt(size.startOf(number));
      int to = history.timelineAt(size.startOf(number + 1).plus(-1));
      String name = new SegmentName(to, number).fileName(size);
      String other = new SegmentName(from, number).fileName(size);
      boolean told = false;
      long pause = PAUSE.toMillis();
      while (!isThere(archive, name, other)) {
        if (!told) {
          log.info("Wait for WAL segment " + name + " to be archived");
          told = true;
        }
        if (System.nanoTime() > deadline) {
          throw timedOut(name);
        }
        pause(pause);
        pause = archive.store().isNear() ? pause : Math.min(pause * 2, LONGEST_PAUSE.toMillis());
      }
    }
    return (last - first + 1) * size.bytes();
  }

  private static boolean isThere(WalArchive archive, String name, String other) {
    return archive.find(name).isPresent()
        || (!other.equals(name) && archive.find(other).isPresent());
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted", "Take the backup again.", e);
    }
  }

  private WalException timedOut(String segment) {
    return new WalException(
        "WAL segment "
            + segment
            + " could not be archived in "
            + timeout.toSeconds()
            + " seconds; "
            + archiverState(),
        "Correct archive_command (the server's log has its output), or take the backup with"
            + " --stream, which needs no archive. On an idle standby's primary,"
            + " \"SELECT pg_switch_wal()\" ends the segment.");
  }

  /// What the server says of its archiver, or why it could not be asked.
  private String archiverState() {
    try (SqlConnection connection = SqlConnection.open(target, NoticeListener.IGNORE)) {
      QueryResult state =
          connection.query(
              "SELECT archived_count, coalesce(last_archived_wal, 'none') AS last_archived,"
                  + " failed_count, coalesce(last_failed_wal, 'none') AS last_failed,"
                  + " coalesce(last_failed_time::text, 'never') AS last_failed_time,"
                  + " current_setting('archive_mode') AS mode"
                  + " FROM pg_stat_archiver");
      return "pg_stat_archiver says: archive_mode "
          + state.value(0, "mode")
          + ", archived "
          + state.value(0, "archived_count")
          + " (last "
          + state.value(0, "last_archived")
          + "), failed "
          + state.value(0, "failed_count")
          + " (last "
          + state.value(0, "last_failed")
          + " at "
          + state.value(0, "last_failed_time")
          + ")";
    } catch (BackupException e) {
      return "pg_stat_archiver could not be asked: " + e.getMessage();
    }
  }
}
