package io.jbackup.core.protocol;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import io.jbackup.core.connect.SessionAttributes;
import io.jbackup.core.connect.SslMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Finds the first of a target's hosts that accepts this user and has the wanted role, with and
/// without TLS as sslmode allows.
final class Connector {
  private final ConnectionTarget target;
  private final Login login;
  private final ConnectFailures failures;
  private final List<String> databasesInPasswordFile;

  private Connector(ConnectionTarget target, boolean replication, NoticeListener notices) {
    this.target = target;
    this.login = new Login(target, replication, notices);
    this.failures = new ConnectFailures(target, replication);
    // As pg_basebackup: a replication connection's line has "replication" for the database.
    this.databasesInPasswordFile =
        replication ? List.of("replication", target.database()) : List.of(target.database());
  }

  static Session connect(ConnectionTarget target, boolean replication, NoticeListener notices) {
    Connector connector = new Connector(target, replication, notices);
    SessionAttributes wanted = target.sessionAttributes();
    if (wanted != SessionAttributes.PREFER_STANDBY) {
      return connector.first(wanted);
    }
    try {
      return connector.first(SessionAttributes.STANDBY);
    } catch (ConnectionException e) {
      try {
        return connector.first(SessionAttributes.ANY);
      } catch (ConnectionException any) {
        any.addSuppressed(e);
        throw any;
      }
    }
  }

  private Session first(SessionAttributes wanted) {
    List<ConnectionException> failed = new ArrayList<>();
    for (HostAddress host : target.hosts()) {
      try {
        return accepted(login(host), wanted);
      } catch (LoginRefused e) {
        failed.add(failures.of(host, e));
        // As libpq: a server that refuses this user ends the search, one that is starting does not.
        if (!e.error().sqlState().equals("57P03")) {
          break;
        }
      } catch (IOException e) {
        failed.add(failures.of(host, e));
      } catch (ConnectionException e) {
        failed.add(e);
      }
    }
    throw summary(failed);
  }

  private static Session accepted(Session session, SessionAttributes wanted) {
    if (wanted.accepts(
        session.isOn("in_hot_standby"), session.isOn("default_transaction_read_only"))) {
      return session;
    }
    session.close();
    throw new ConnectionException(
        "the server at "
            + session.host()
            + " is not "
            + wanted.keyword()
            + " as target_session_attrs asks: it is "
            + (session.isOn("in_hot_standby") ? "a standby" : "a primary")
            + (session.isOn("default_transaction_read_only") ? " and read-only" : ""),
        "List the other hosts too (host=a,b), or change target_session_attrs.");
  }

  private static ConnectionException summary(List<ConnectionException> failed) {
    ConnectionException last = failed.getLast();
    if (failed.size() == 1) {
      return last;
    }
    String messages = String.join("; ", failed.stream().map(Throwable::getMessage).toList());
    return new ConnectionException("no host will do: " + messages, last.hint(), last);
  }

  private Session login(HostAddress host) throws IOException {
    SslMode mode = target.tls().mode();
    if (host instanceof HostAddress.Unix || mode == SslMode.DISABLE) {
      return login(host, false);
    }
    try {
      return login(host, mode != SslMode.ALLOW);
    } catch (LoginRefused e) {
      if (mode.demandsTls() || !e.byAccessRules() || e.tls() != (mode == SslMode.PREFER)) {
        throw e;
      }
      return otherWay(host, mode, e);
    } catch (SSLException e) {
      if (mode != SslMode.PREFER) {
        throw e;
      }
      return otherWay(host, mode, e);
    }
  }

  private Session otherWay(HostAddress host, SslMode mode, IOException first) throws IOException {
    try {
      return login(host, mode == SslMode.ALLOW);
    } catch (IOException e) {
      e.addSuppressed(first);
      throw e;
    }
  }

  private Session login(HostAddress host, boolean tls) throws IOException {
    @Nullable String password =
        target.passwords().known(host, target.user(), databasesInPasswordFile);
    try {
      return login.attempt(host, tls, password);
    } catch (PasswordNeeded e) {
      String answer = target.passwords().ask(target.user());
      if (answer == null || answer.isEmpty()) {
        throw e;
      }
      return login.attempt(host, tls, answer);
    }
  }
}
