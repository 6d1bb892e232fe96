package io.jbackup.core.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.core.connect.ConnectionTarget;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginTest {
  @Test
  void theStartupMessageSaysWhoAndWhatFor() throws IOException {
    List<String> seen = new ArrayList<>();
    try (var server =
        new FakeServer(peer -> {
          DataInputStream startup = peer.startup();
          assertThat(startup.readInt()).isEqualTo(196608);
          seen.addAll(
              List.of(new String(startup.readAllBytes(), StandardCharsets.UTF_8).split("\0")));
          peer.send(new Bytes().notice("WARNING", "01000", "be careful").welcome());
          peer.awaitClose();
        })) {
      List<ServerError> notices = new ArrayList<>();
      ConnectionTarget target = server.target("user=u dbname=d options='-c a=b'");
      try (var connection = ReplicationConnection.open(target, notices::add)) {
        assertThat(connection.serverMajor()).isEqualTo(16);
        assertThat(connection.inHotStandby()).isFalse();
        assertThat(connection.processId()).isEqualTo(4711);
      }
      assertThat(notices).extracting(ServerError::text).containsExactly("be careful (the detail)");
      assertThat(notices.getFirst().isWarning()).isTrue();
    }
    assertThat(seen)
        .containsSubsequence("user", "u", "database", "d", "replication", "true")
        .containsSubsequence("application_name", "jbackup", "options", "-c a=b");
  }

  @Test
  void cleartextAndMd5PasswordsAreSentAsTheServerWants() throws IOException {
    try (var server =
        new FakeServer(
            peer -> {
              peer.startup();
              peer.send(new Bytes().authentication(3));
              assertThat(peer.message()).isEqualTo("psecret\0");
              peer.send(new Bytes().welcome());
            },
            peer -> {
              peer.startup();
              peer.send(
                  new Bytes()
                      .message(
                          'R',
                          out -> {
                            out.writeInt(5);
                            out.write(new byte[] {1, 2, 3, 4});
                          }));
              // md5(md5("secret" + "u") in hexadecimal + the salt), from another implementation
              assertThat(peer.message()).isEqualTo("pmd5dffd2564502f75393b3854e1532b9fa6\0");
              peer.send(new Bytes().welcome());
            })) {
      ConnectionTarget target = server.target("user=u password=secret");
      SqlConnection.open(target, NoticeListener.IGNORE).close();
      SqlConnection.open(target, NoticeListener.IGNORE).close();
    }
  }

  @Test
  void aPersonIsAskedWhenTheServerAsksAndTheAnswerServesTheNextConnection() throws IOException {
    FakeServer.Script asks =
        peer -> {
          peer.startup();
          peer.send(new Bytes().authentication(3));
          assertThat(peer.message()).isEqualTo("ptyped\0");
          peer.send(new Bytes().welcome());
        };
    FakeServer.Script isLeft =
        peer -> {
          peer.startup();
          peer.send(new Bytes().authentication(3));
          peer.awaitClose();
        };
    AtomicInteger asked = new AtomicInteger();
    try (var server = new FakeServer(isLeft, asks, asks)) {
      ConnectionTarget target =
          FakeServer.target(
              "host=127.0.0.1 sslmode=disable port=" + server.port(),
              _ -> {
                asked.incrementAndGet();
                return "typed";
              });
      SqlConnection.open(target, NoticeListener.IGNORE).close();
      SqlConnection.open(target, NoticeListener.IGNORE).close();
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void aPasswordThatNobodySuppliesIsNamed() throws IOException {
    ConnectionException failure =
        failure(
            "",
            peer -> {
              peer.startup();
              peer.send(new Bytes().authentication(3));
              peer.awaitClose();
            });
    assertThat(failure).hasMessageContaining("asks for a password and none was supplied");
    assertThat(failure.hint()).contains(".pgpass", "PGPASSWORD");
  }

  @ParameterizedTest
  @CsvSource({
    "28P01, auth_failed, The password was from PGPASSWORD",
    "28000, ClientAuthentication, host replication u 127.0.0.1/32 scram-sha-256",
    "28000, InitializeSessionUserId, CREATE ROLE \"u\" LOGIN REPLICATION",
    "28000, auth_failed, 'peer, ident'",
    "42501, InitPostgres, ALTER ROLE \"u\" REPLICATION",
    "53300, InitWalSenderSlot, max_wal_senders",
    "57P03, ProcessStartupPacket, Wait until the server has started",
    "3D000, InitPostgres, -d",
    "XX000, nobody, server's log"
  })
  void eachRefusalSaysWhatToDo(String sqlState, String routine, String hint) throws IOException {
    ConnectionException failure =
        failure(
            "user=u password=wrong",
            peer -> {
              peer.startup();
              peer.send(new Bytes().error("FATAL", sqlState, "no entry", routine));
            });
    assertThat(failure).hasMessageContaining("as user \"u\": no entry (the detail)");
    assertThat(failure.hint()).contains(hint);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 9, 99})
  void anUnknownMethodIsNotAnswered(int code) throws IOException {
    assertThat(failure("password=x", sends(new Bytes().authentication(code))))
        .hasMessageContaining("authentication method");
  }

  @Test
  void aServerThatSkipsItsProofIsNotBelieved() throws IOException {
    Bytes scram =
        new Bytes()
            .message(
                'R',
                out -> {
                  out.writeInt(10);
                  Bytes.text(out, "SCRAM-SHA-256");
                  out.writeByte(0);
                });
    assertThat(
            failure(
                "password=x",
                peer -> {
                  peer.startup();
                  peer.send(scram);
                  assertThat(peer.message()).startsWith("pSCRAM-SHA-256\0");
                  peer.send(new Bytes().welcome());
                  peer.awaitClose();
                }))
        .hasMessageContaining("did not prove");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5})
  void requiredChannelBindingIsNeverDropped(int code) throws IOException {
    Bytes request =
        new Bytes()
            .message(
                'R',
                out -> {
                  out.writeInt(code);
                  out.writeInt(7);
                });
    assertThat(failure("password=x channel_binding=require", sends(request)))
        .hasMessageContaining("channel binding is required");
  }

  @Test
  void whatIsNotPostgresIsRecognised() throws IOException {
    Bytes http = new Bytes().raw(out -> out.writeBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
    ConnectionException failure = failure("", sends(http));
    assertThat(failure).hasMessageContaining("does not speak PostgreSQL's protocol");
  }

  @Test
  void aServerThatIsReadyWithoutAuthenticationIsNotBelieved() throws IOException {
    assertThat(failure("", sends(new Bytes().ready())))
        .hasMessageContaining("before it authenticated");
  }

  @Test
  void aServerThatClosesAtOnceIsSaidSo() throws IOException {
    assertThat(failure("", FakeServer.Peer::startup)).hasMessageContaining("closed the connection");
  }

  @Test
  void aServerThatNeverAnswersIsLeftInTime() throws IOException {
    ConnectionException failure = failure("connect_timeout=1", FakeServer.Peer::awaitClose);
    assertThat(failure).hasMessageContaining("no answer within 1 s");
    assertThat(failure.hint()).contains("connect_timeout");
  }

  @Test
  void aServerWithoutTlsIsUsedOrRefusedAsSslmodeSays() throws IOException {
    FakeServer.Script refuses =
        peer -> {
          assertThat(peer.startup().readInt()).isEqualTo(80877103);
          peer.send(new Bytes().raw(out -> out.writeByte('N')));
          peer.login();
          peer.awaitClose();
        };
    try (var server = new FakeServer(refuses)) {
      SqlConnection.open(server.target("sslmode=prefer"), NoticeListener.IGNORE).close();
    }
    ConnectionException failure =
        failure(
            "sslmode=require",
            peer -> {
              peer.startup();
              peer.send(new Bytes().raw(out -> out.writeByte('N')));
              peer.awaitClose();
            });
    assertThat(failure).hasMessageContaining("does not support TLS, but sslmode=require");
  }

  @Test
  void anAnswerToTheTlsRequestThatIsNeitherYesNorNoIsAViolation() throws IOException {
    ConnectionException failure =
        failure(
            "sslmode=require",
            peer -> {
              peer.startup();
              peer.send(new Bytes().error("FATAL", "XX000", "injected", "x"));
              peer.awaitClose();
            });
    assertThat(failure).hasMessageContaining("'E'").hasMessageNotContaining("injected");
  }

  @Test
  void aStartingServerIsPassedOverButARefusalEndsTheSearch() throws IOException {
    FakeServer.Script starting =
        peer -> {
          peer.startup();
          peer.send(new Bytes().error("FATAL", "57P03", "starting", "x"));
        };
    FakeServer.Script refusing =
        peer -> {
          peer.startup();
          peer.send(new Bytes().error("FATAL", "28P01", "wrong", "x"));
        };
    try (var first = new FakeServer(starting, refusing);
        var second =
            new FakeServer(peer -> {
              peer.login();
              peer.awaitClose();
            })) {
      ConnectionTarget target =
          first.target(
              "host=127.0.0.1,127.0.0.1 port=%d,%d".formatted(first.port(), second.port()));
      try (var connection = SqlConnection.open(target, NoticeListener.IGNORE)) {
        assertThat(connection.host().port()).isEqualTo(second.port());
      }
      assertThatThrownBy(() -> SqlConnection.open(target, NoticeListener.IGNORE))
          .isInstanceOf(ConnectionException.class)
          .hasMessageEndingWith("wrong (the detail)");
    }
  }

  @Test
  void theServerWithTheWantedRoleIsFound() throws IOException {
    FakeServer.Script primary =
        peer -> {
          peer.login();
          peer.awaitClose();
        };
    FakeServer.Script standby =
        peer -> {
          peer.startup();
          peer.send(new Bytes().parameter("in_hot_standby", "off").welcome());
          peer.awaitClose();
        };
    FakeServer.Script replica =
        peer -> {
          peer.startup();
          Bytes welcome = new Bytes().authentication(0).parameter("in_hot_standby", "on").ready();
          peer.send(welcome);
          peer.awaitClose();
        };
    try (var a = new FakeServer(primary, primary, standby);
        var b = new FakeServer(replica)) {
      String hosts = "host=127.0.0.1,127.0.0.1 port=%d,%d ".formatted(a.port(), b.port());
      ConnectionTarget wantsStandby = a.target(hosts + "target_session_attrs=prefer-standby");
      try (var connection = SqlConnection.open(wantsStandby, NoticeListener.IGNORE)) {
        assertThat(connection.inHotStandby()).isTrue();
      }
      ConnectionTarget wantsPrimary = a.target(hosts + "target_session_attrs=read-write");
      try (var connection = SqlConnection.open(wantsPrimary, NoticeListener.IGNORE)) {
        assertThat(connection.inHotStandby()).isFalse();
      }
      ConnectionTarget onlyPrimary = a.target("target_session_attrs=standby");
      assertThatThrownBy(() -> SqlConnection.open(onlyPrimary, NoticeListener.IGNORE))
          .hasMessageContaining("not standby as target_session_attrs asks: it is a primary");
    }
  }

  private static FakeServer.Script sends(Bytes bytes) {
    return peer -> {
      peer.startup();
      peer.send(bytes);
      peer.awaitClose();
    };
  }

  private static ConnectionException failure(String options, FakeServer.Script script)
      throws IOException {
    try (var server = new FakeServer(script)) {
      ConnectionTarget target = server.target(options);
      return requireNonNull(
          catchThrowableOfType(
              ConnectionException.class,
              () -> ReplicationConnection.open(target, NoticeListener.IGNORE)));
    }
  }
}
