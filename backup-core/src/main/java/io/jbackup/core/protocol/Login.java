package io.jbackup.core.protocol;

import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.HostAddress;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One try at one server: socket, TLS, startup message, authentication, up to the first
/// ReadyForQuery.
final class Login {
  private static final int PROTOCOL_3_0 = 3 << 16;

  private final ConnectionTarget target;
  private final boolean replication;
  private final NoticeListener notices;

  Login(ConnectionTarget target, boolean replication, NoticeListener notices) {
    this.target = target;
    this.replication = replication;
    this.notices = notices;
  }

  Session attempt(HostAddress host, boolean tls, @Nullable String password) throws IOException {
    Wire socket = new WireOpener(target).open(host);
    try (Watchdog watchdog = Watchdog.over(socket, target.connectTimeout())) {
      return over(socket, host, tls, password, watchdog);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Session over(
      Wire socket, HostAddress host, boolean tls, @Nullable String password, Watchdog watchdog)
      throws IOException {
    try {
      Wire wire =
          tls && socket instanceof SocketWire tcp && host instanceof HostAddress.Tcp address
              ? new TlsNegotiation(target).negotiate(tcp, address)
              : socket;
      sendStartup(wire);
      return finish(wire, host, password);
    } catch (IOException e) {
      throw watchdog.explain(e);
    }
  }

  private void sendStartup(Wire wire) throws IOException {
    MessageWriter out = new MessageWriter().beginUntyped().putInt(PROTOCOL_3_0);
    out.putString("user").putString(target.user());
    out.putString("database").putString(target.database());
    if (replication) {
      out.putString("replication").putString("true");
    }
    out.putString("client_encoding").putString("UTF8");
    out.putString("DateStyle").putString("ISO");
    out.putString("application_name").putString(target.applicationName());
    if (!target.serverOptions().isEmpty()) {
      out.putString("options").putString(target.serverOptions());
    }
    out.putByte(0).send(wire);
  }

  private Session finish(Wire wire, HostAddress host, @Nullable String password)
      throws IOException {
    MessageReader in = new MessageReader(wire);
    Authenticator authenticator =
        new Authenticator(wire, in, target.user(), password, target.channelBinding());
    Map<String, String> parameters = new ConcurrentHashMap<>();
    int processId = 0;
    int secret = 0;
    while (true) {
      byte type = in.next();
      switch (type) {
        case 'R' -> authenticator.answer();
        case 'E' -> throw refused(wire, ServerError.read(in));
        case 'N' -> notices.notice(ServerError.read(in));
        case 'S' -> parameters.put(in.readString(), in.readString());
        case 'K' -> {
          processId = in.readInt();
          secret = in.readInt();
        }
        case 'Z' -> {
          if (!authenticator.done()) {
            throw new ProtocolViolation("the server is ready before it authenticated this side");
          }
          in.loggedIn();
          BackendKey key = new BackendKey(target, host, processId, secret);
          return new Session(wire, in, key, parameters, notices);
        }
        default ->
            throw new ProtocolViolation(
                "unexpected message " + MessageReader.describe(type) + " at login");
      }
    }
  }

  private static LoginRefused refused(Wire wire, ServerError error) {
    return new LoginRefused(error, wire.localAddress(), wire.serverCertificate().isPresent());
  }
}
