package io.jbackup.core.checkdb;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.QueryResult;
import io.jbackup.core.protocol.SqlConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Calls amcheck's bt_index_check for every B-tree index of every database that has the extension.
public final class CheckIndexes {
  private static final String DATABASES =
      "select datname from pg_catalog.pg_database where datallowconn and datconnlimit <> -2"
          + " order by datname";
  private static final String INDEXES =
      """
      select c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
        pg_catalog.pg_relation_size(c.oid)
      from pg_catalog.pg_index i
        join pg_catalog.pg_class c on c.oid = i.indexrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        join pg_catalog.pg_am a on a.oid = c.relam
      where a.amname = 'btree' and c.relkind = 'i' and i.indisvalid and i.indisready
        and c.relpersistence <> 't'
        and (c.relpersistence = 'p' or not pg_catalog.pg_is_in_recovery())
      order by 3 desc, 1\
      """;

  /// Class XX of SQLSTATE: the server, or its data, are broken.
  private static final String BROKEN = "XX";

  private final ConnectionTarget target;
  private final IndexChecks checks;
  private final JobLog log;
  private final Progress progress;

  private record Index(long oid, String name, long bytes) {}

  /// What was seen. `skipped` databases do not have the extension.
  public record Result(long indexes, long damaged, long databases, long skipped) {}

  public CheckIndexes(ConnectionTarget target, IndexChecks checks, JobLog log, Progress progress) {
    this.target = target;
    this.checks = checks;
    this.log = log;
    this.progress = progress;
  }

  /// Checks everything with so many connections at a time; each damaged index is warned of. Throws
  /// ConnectionException or ServerException when the server refuses what is asked.
  public Result run(int connections) {
    Result all = new Result(0, 0, 0, 0);
    for (String database : databases()) {
      Result one = check(database, connections);
      all =
          new Result(
              all.indexes + one.indexes,
              all.damaged + one.damaged,
              all.databases + one.databases,
              all.skipped + one.skipped);
    }
    return all;
  }

  private List<String> databases() {
    try (SqlConnection connection = open(target)) {
      return connection.query(DATABASES).rows().stream()
          .map(row -> String.valueOf(row.getFirst()))
          .toList();
    }
  }

  private static SqlConnection open(ConnectionTarget target) {
    SqlConnection connection = SqlConnection.open(target, NoticeListener.IGNORE);
    try {
      connection.query("set statement_timeout = 0; set search_path = ''");
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Result check(String database, int connections) {
    ConnectionTarget there = target.withDatabase(database);
    Optional<Amcheck> amcheck;
    List<Index> indexes;
    try (SqlConnection connection = open(there)) {
      amcheck = Amcheck.of(connection);
      indexes = amcheck.isEmpty() ? List.of() : indexes(connection.query(INDEXES));
    }
    if (amcheck.isEmpty()) {
      log.warning("Extension \"amcheck\" is not installed in database " + database + ", skipped");
      return new Result(0, 0, 0, 1);
    }
    List<String> lacking = amcheck.get().lacks(checks);
    if (!lacking.isEmpty()) {
      log.warning(
          "The amcheck of database "
              + database
              + " does not have "
              + String.join(", ", lacking)
              + ": indexes are checked without; \"alter extension amcheck update\" may help");
    }
    progress.begin(
        "Checking indexes of " + database, indexes.stream().mapToLong(Index::bytes).sum());
    try {
      long damaged = new Run(there, amcheck.get(), indexes).run(connections);
      log.info("Checked " + indexes.size() + " indexes of database " + database);
      return new Result(indexes.size(), damaged, 1, 0);
    } finally {
      progress.end();
    }
  }

  private static List<Index> indexes(QueryResult result) {
    List<Index> indexes = new ArrayList<>();
    for (List<@Nullable String> row : result.rows()) {
      String size = row.get(2);
      indexes.add(
          new Index(
              Long.parseLong(String.valueOf(row.get(0))),
              String.valueOf(row.get(1)),
              size == null ? 0 : Long.parseLong(size)));
    }
    return indexes;
  }

  /// The indexes of one database.
  private final class Run {
    private final ConnectionTarget there;
    private final Amcheck amcheck;
    private final List<Index> indexes;
    private final AtomicInteger next = new AtomicInteger();
    private final List<SqlConnection> open = new ArrayList<>();
    private long damaged;
    private @Nullable RuntimeException failure;

    Run(ConnectionTarget there, Amcheck amcheck, List<Index> indexes) {
      this.there = there;
      this.amcheck = amcheck;
      this.indexes = indexes;
    }

    long run(int connections) {
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < Math.min(connections, indexes.size()); i++) {
        workers.add(
            Thread.ofPlatform().daemon().name("check indexes " + (i + 1)).start(this::work));
      }
      try {
        for (Thread worker : workers) {
          worker.join();
        }
      } catch (InterruptedException e) {
        fail(new CancelledException("interrupted", "Run the command again.", e));
        cancel();
      }
      return outcome();
    }

    /// A check of a large index would go on in the server.
    private synchronized void cancel() {
      for (SqlConnection connection : open) {
        try {
          connection.cancel();
        } catch (IOException e) {
          log.log("could not cancel a query: " + e.getMessage());
        }
      }
    }

    private synchronized SqlConnection opened(SqlConnection connection) {
      open.add(connection);
      return connection;
    }

    private synchronized long outcome() {
      if (failure != null) {
        throw failure;
      }
      return damaged;
    }

    private synchronized void fail(RuntimeException e) {
      if (failure == null) {
        failure = e;
      }
    }

    private synchronized boolean hasFailed() {
      return failure != null;
    }

    private void work() {
      try (SqlConnection connection = opened(CheckIndexes.open(there))) {
        for (int i = next.getAndIncrement();
            i < indexes.size() && !hasFailed();
            i = next.getAndIncrement()) {
          check(connection, indexes.get(i));
          progress.advance(indexes.get(i).bytes());
        }
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private void check(SqlConnection connection, Index index) {
      try {
        connection.query(amcheck.statement(index.oid(), checks));
      } catch (ServerException e) {
        if (isGone(connection, index)) {
          return;
        }
        if (!e.sqlState().startsWith(BROKEN)) {
          throw e;
        }
        tell(index, e);
      }
    }

    private static boolean isGone(SqlConnection connection, Index index) {
      return connection
          .query("select 1 from pg_catalog.pg_class where oid = " + index.oid())
          .rows()
          .isEmpty();
    }

    private synchronized void tell(Index index, ServerException e) {
      damaged++;
      log.warning(
          "Corruption detected in index "
              + index.name()
              + " of database "
              + there.database()
              + ": "
              + e.getMessage());
    }
  }
}
