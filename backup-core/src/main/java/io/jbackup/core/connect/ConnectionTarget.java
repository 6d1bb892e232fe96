package io.jbackup.core.connect;

import java.time.Duration;
import java.util.List;

/// Where and how to connect, all sources merged. Connections opened from the same target share its
/// passwords, so that a person is asked once.
///
/// @param hosts tried in this order
/// @param connectTimeout for each host; zero waits without limit
/// @param serverOptions libpq's `options`, e.g. `-c statement_timeout=0`
public record ConnectionTarget(
    List<HostAddress> hosts,
    String user,
    String database,
    Passwords passwords,
    TlsOptions tls,
    ChannelBinding channelBinding,
    Duration connectTimeout,
    String applicationName,
    SessionAttributes sessionAttributes,
    String serverOptions,
    KeepAlive keepAlive) {
  public ConnectionTarget {
    hosts = List.copyOf(hosts);
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
  }

  /// The same target under another name in `pg_stat_replication`.
  public ConnectionTarget withApplicationName(String name) {
    return with(database, connectTimeout, name);
  }

  /// The same target with another patience for each host.
  public ConnectionTarget withConnectTimeout(Duration limit) {
    return with(database, limit, applicationName);
  }

  /// The same server, another database.
  public ConnectionTarget withDatabase(String name) {
    return with(name, connectTimeout, applicationName);
  }

  private ConnectionTarget with(String other, Duration limit, String name) {
    return new ConnectionTarget(
        hosts,
        user,
        other,
        passwords,
        tls,
        channelBinding,
        limit,
        name,
        sessionAttributes,
        serverOptions,
        keepAlive);
  }

  /// A conninfo string for a standby of this server; never contains a password.
  public String primaryConninfo() {
    return ConninfoText.of(this);
  }
}
