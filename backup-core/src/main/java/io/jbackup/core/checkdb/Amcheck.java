package io.jbackup.core.checkdb;

import io.jbackup.core.protocol.QueryResult;
import io.jbackup.core.protocol.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The extension amcheck as one database has it. What it can do is told by the arguments of its
/// function, because its version number alone does not tell which script was run.
///
/// @param schema quoted
record Amcheck(String schema, boolean heapAllIndexed, boolean checkUnique) {
  private static final String FIND =
      """
      select quote_ident(n.nspname), max(p.pronargs)
      from pg_catalog.pg_extension e
        join pg_catalog.pg_namespace n on n.oid = e.extnamespace
        join pg_catalog.pg_proc p on p.pronamespace = n.oid and p.proname = 'bt_index_check'
      where e.extname in ('amcheck', 'amcheck_next')
      group by n.nspname\
      """;

  /// Empty when the database does not have it.
  static Optional<Amcheck> of(SqlConnection connection) {
    QueryResult found = connection.query(FIND);
    if (found.rows().isEmpty()) {
      return Optional.empty();
    }
    int arguments = Integer.parseInt(String.valueOf(found.rows().getFirst().get(1)));
    String schema = String.valueOf(found.rows().getFirst().get(0));
    return Optional.of(new Amcheck(schema, arguments >= 2, arguments >= 3));
  }

  /// Which of the wanted checks this version does not have.
  List<String> lacks(IndexChecks wanted) {
    List<String> lacking = new ArrayList<>();
    if (wanted.heapAllIndexed() && !heapAllIndexed) {
      lacking.add("--heapallindexed");
    }
    if (wanted.checkUnique() && !checkUnique) {
      lacking.add("--checkunique");
    }
    return lacking;
  }

  /// The statement that checks one index.
  String statement(long oid, IndexChecks wanted) {
    StringBuilder call = new StringBuilder("select ").append(schema).append(".bt_index_check(");
    call.append(oid).append("::pg_catalog.oid::pg_catalog.regclass");
    if (heapAllIndexed) {
      call.append(", ").append(wanted.heapAllIndexed());
    }
    if (checkUnique) {
      call.append(", ").append(wanted.checkUnique());
    }
    return call.append(')').toString();
  }
}
