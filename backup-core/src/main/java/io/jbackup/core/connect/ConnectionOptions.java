package io.jbackup.core.connect;

import org.jspecify.annotations.Nullable;

/// Connection settings as one source gave them (the command line, or an instance's configuration);
/// null is "not given".
///
/// @param database a database name, a conninfo string (`host=db1 port=5433`) or a URI
///   (`postgresql://…`), as libpq's `dbname` (`-d`)
/// @param host host name, address or socket directory, or a comma-separated list of them (`-h`)
/// @param port number or comma-separated numbers (`-p`)
/// @param user role name (`-U`)
public record ConnectionOptions(
    @Nullable String database,
    @Nullable String host,
    @Nullable String port,
    @Nullable String user) {
  /// Nothing given.
  public static final ConnectionOptions NONE = new ConnectionOptions(null, null, null, null);
}
