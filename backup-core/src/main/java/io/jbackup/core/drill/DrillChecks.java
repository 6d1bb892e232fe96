package io.jbackup.core.drill;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.DestinationException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.checkdb.CheckIndexes;
import io.jbackup.core.checkdb.IndexChecks;
import io.jbackup.core.connect.ConnectionOptions;
import io.jbackup.core.connect.ConnectionResolver;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.PasswordPolicy;
import io.jbackup.core.connect.PasswordPrompter;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.QueryResult;
import io.jbackup.core.protocol.SqlConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is asked of the recovered cluster.
final class DrillChecks {
  private static final String SUPERUSER =
      "select rolname from pg_catalog.pg_roles where rolsuper and rolcanlogin order by oid limit 1";
  private static final String DATABASES =
      "select datname from pg_catalog.pg_database where datallowconn and datconnlimit <> -2"
          + " order by datname";
  private static final String WHERE =
      "select coalesce(pg_catalog.pg_last_wal_replay_lsn(), pg_catalog.pg_current_wal_lsn()),"
          + " extract(epoch from pg_catalog.pg_last_xact_replay_timestamp())::numeric(20, 6)";
  private static final String HAS_AMCHECK =
      "select 1 from pg_catalog.pg_available_extensions where name = 'amcheck'";

  private final ConnectionTarget target;
  private final JobLog log;

  private DrillChecks(ConnectionTarget target, JobLog log) {
    this.target = target;
    this.log = log;
  }

  /// Finds a superuser to work as. Throws ConnectionException when none can log in.
  static DrillChecks on(Path sockets, List<String> users, JobLog log) {
    ConnectionException refusal = null;
    for (String user : users) {
      for (String database : List.of("postgres", "template1")) {
        ConnectionTarget target = target(sockets, user, database);
        try (SqlConnection connection = open(target)) {
          String superuser =
              connection
                  .query(SUPERUSER)
                  .single()
                  .orElseThrow(
                      () -> new ServerException("the cluster has no superuser who may log in", ""));
          return new DrillChecks(target(sockets, superuser, database), log);
        } catch (ConnectionException e) {
          if (refusal == null) {
            refusal = e;
          }
        }
      }
    }
    throw new ConnectionException(
        "no role of the restored cluster is known that may log in; tried "
            + String.join(", ", users)
            + (refusal == null ? "" : ": " + refusal.getMessage()),
        "Name a superuser of the cluster with -U.",
        refusal);
  }

  private static ConnectionTarget target(Path sockets, String user, String database) {
    return new ConnectionResolver(Map.of(), Path.of("/nonexistent"), user)
        .resolve(
            new ConnectionOptions(database, sockets.toString(), "" + DrillConf.PORT, user),
            ConnectionOptions.NONE,
            PasswordPolicy.NEVER,
            PasswordPrompter.NONE);
  }

  private static SqlConnection open(ConnectionTarget target) {
    return SqlConnection.open(target, NoticeListener.IGNORE);
  }

  /// The LSN, and the time of the last transaction in seconds since 1970, where recovery ended.
  List<@Nullable String> position() {
    try (SqlConnection connection = open(target)) {
      return connection.query(WHERE).rows().getFirst();
    }
  }

  /// Uses every database that takes connections; their names.
  List<String> databases() {
    List<String> names = new ArrayList<>();
    try (SqlConnection connection = open(target)) {
      connection.query(DATABASES).rows().forEach(row -> names.add(String.valueOf(row.getFirst())));
    }
    for (String name : names) {
      try (SqlConnection connection = open(target.withDatabase(name))) {
        connection.query("set statement_timeout = 0; select count(*) from pg_catalog.pg_class");
      }
    }
    log.info(names.size() + " databases can be used: " + String.join(", ", names));
    return names;
  }

  /// Throws CorruptException when the answer is not the expected one.
  String query(DrillQuery query) {
    QueryResult result;
    try (SqlConnection connection = open(target.withDatabase(query.database()))) {
      connection.query("set statement_timeout = 0");
      result = connection.query(query.sql());
    }
    Optional<String> first = result.rows().isEmpty() ? Optional.empty() : result.single();
    String answer = first.map(String::strip).orElse("");
    if (query.expected().isPresent() && !query.expected().get().strip().equals(answer)) {
      throw new CorruptException(
          "the query in database "
              + query.database()
              + " answered \""
              + answer
              + "\", expected was \""
              + query.expected().get()
              + "\"",
          "Data are missing or older than expected; or the query does not fit: run the drill with"
              + " --keep and look.");
    }
    log.info("The query in database " + query.database() + " answered \"" + answer + "\"");
    return answer;
  }

  /// Checks B-tree indexes of every database; the extension is made where it is not there yet.
  /// Throws CorruptException when an index is damaged.
  long indexes(List<String> databases, int threads, Progress progress) {
    for (String name : databases) {
      try (SqlConnection connection = open(target.withDatabase(name))) {
        if (!connection.query(HAS_AMCHECK).rows().isEmpty()) {
          connection.query("create extension if not exists amcheck");
        }
      }
    }
    CheckIndexes.Result result =
        new CheckIndexes(target, new IndexChecks(false, false), log, progress).run(threads);
    if (result.databases() == 0) {
      throw new DestinationException(
          "indexes cannot be checked: the extension amcheck is not installed on this host",
          "Install PostgreSQL's contrib package, or run the drill without --amcheck.");
    }
    if (result.damaged() > 0) {
      throw new CorruptException(
          result.damaged() + " of " + result.indexes() + " indexes are damaged",
          "Rebuild them in the original cluster (REINDEX), and look for the cause: \"jbackup"
              + " checkdb --amcheck\" names them there.");
    }
    return result.indexes();
  }
}
