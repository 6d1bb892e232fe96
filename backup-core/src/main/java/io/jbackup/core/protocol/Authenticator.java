package io.jbackup.core.protocol;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.connect.ChannelBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers the server's authentication requests (PostgreSQL documentation, "Message Formats",
/// Authentication*).
final class Authenticator {
  private static final int OK = 0;
  private static final int CLEARTEXT = 3;
  private static final int MD5 = 5;
  private static final int SASL = 10;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;

  private final Wire wire;
  private final MessageReader in;
  private final String user;
  private final @Nullable String password;
  private final ChannelBinding binding;
  private final MessageWriter out = new MessageWriter();
  private @Nullable ScramExchange scram;
  private boolean done;

  Authenticator(
      Wire wire, MessageReader in, String user, @Nullable String password, ChannelBinding binding) {
    this.wire = wire;
    this.in = in;
    this.user = user;
    this.password = password;
    this.binding = binding;
  }

  boolean done() {
    return done;
  }

  /// Handles the Authentication message that was just read.
  void answer() throws IOException {
    int request = in.readInt();
    if (done) {
      throw new ProtocolViolation("authentication goes on after it was done");
    }
    switch (request) {
      case OK -> finish();
      case CLEARTEXT -> {
        demandBinding("cleartext");
        sendPassword(password());
      }
      case MD5 -> {
        demandBinding("md5");
        sendPassword(Md5Password.answer(user, password(), in.readBytes(4)));
      }
      case SASL -> startScram();
      case SASL_CONTINUE -> out.begin('p').putBytes(scram().next(rest())).send(wire);
      case SASL_FINAL -> scram().finish(rest());
      default ->
          throw new ConnectionException(
              "the server asks for an authentication method that is not supported (code "
                  + request
                  + "; GSSAPI, SSPI and the like)",
              "Give this connection scram-sha-256, cert or peer in pg_hba.conf.");
    }
  }

  private void finish() throws IOException {
    if (scram != null && !scram.finished()) {
      throw new ProtocolViolation("the server did not prove that it knows the password");
    }
    if (binding == ChannelBinding.REQUIRE && (scram == null || !scram.bound())) {
      demandBinding("no");
    }
    done = true;
  }

  private void demandBinding(String method) {
    if (binding == ChannelBinding.REQUIRE) {
      throw new ConnectionException(
          "channel binding is required, but the server used " + method + " authentication",
          "Use TLS and scram-sha-256 in pg_hba.conf, or channel_binding=prefer.");
    }
  }

  private void startScram() throws IOException {
    List<String> mechanisms = new ArrayList<>();
    for (String name = in.readString(); !name.isEmpty(); name = in.readString()) {
      mechanisms.add(name);
    }
    ScramExchange exchange =
        ScramExchange.choose(mechanisms, password(), wire.serverCertificate(), binding);
    scram = exchange;
    byte[] first = exchange.first();
    out.begin('p').putString(exchange.mechanism()).putInt(first.length).putBytes(first).send(wire);
  }

  private ScramExchange scram() throws ProtocolViolation {
    if (scram == null) {
      throw new ProtocolViolation("SASL goes on before it was begun");
    }
    return scram;
  }

  private String rest() throws IOException {
    return new String(in.readBytes(in.remaining()), StandardCharsets.UTF_8);
  }

  private String password() throws PasswordNeeded {
    if (password == null || password.isEmpty()) {
      throw new PasswordNeeded();
    }
    return password;
  }

  private void sendPassword(String text) throws IOException {
    out.begin('p').putString(text).send(wire);
  }
}
