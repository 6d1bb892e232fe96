package io.jbackup.core.protocol;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ConnectionException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.wal.Lsn;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BaseBackupStreamTest {
  private static final BaseBackupOptions OPTIONS = BaseBackupOptions.builder("it's").build();

  @Test
  void aBackupIsReadWholeHoweverItIsTorn() throws IOException {
    try (var server =
            new FakeServer(peer -> {
              peer.login();
              assertThat(peer.message())
                  .isEqualTo(
                      "QBASE_BACKUP (LABEL 'it''s', PROGRESS true, CHECKPOINT 'fast', WAL"
                          + " false, WAIT false, TABLESPACE_MAP true, VERIFY_CHECKSUMS true,"
                          + " MANIFEST 'yes', MANIFEST_CHECKSUMS 'CRC32C')\0");
              Bytes all = begin();
              data(all);
              peer.sendTorn(end(all).complete("BASE_BACKUP").ready());
              assertThat(peer.message()).isEqualTo("QSHOW \"port\"\0");
              peer.send(new Bytes().rows(1, new String[] {"1"}).complete("SHOW").ready());
              peer.awaitClose();
            });
        var connection = open(server)) {
      BaseBackupStream backup = connection.baseBackup(OPTIONS);
      assertThat(backup.startLsn()).isEqualTo(Lsn.parse("0/2000028"));
      assertThat(backup.startTimeline()).isEqualTo(3);
      assertThat(backup.tablespaces())
          .containsExactly(
              new BaseBackupStream.Tablespace(16387, "/ts", 12),
              new BaseBackupStream.Tablespace(0, "", -1));
      assertThat(backup.tablespaces().getLast().isMain()).isTrue();
      assertThatThrownBy(backup::endLsn).isInstanceOf(IllegalStateException.class);
      assertThat(events(backup))
          .containsExactly(
              "archive 16387.tar /ts",
              "data abc",
              "progress 3",
              "archive base.tar ",
              "data defg",
              "manifest",
              "data {}");
      assertThat(backup.endLsn()).isEqualTo(Lsn.parse("1/A"));
      assertThat(backup.endTimeline()).isEqualTo(4);
      backup.close();
      assertThat(connection.show("port")).isEqualTo("1");
    }
  }

  @Test
  void anErrorAmongTheDataIsThrownAndTheConnectionStaysUsable() throws IOException {
    try (var server =
            serving(peer -> {
              peer.send(data(begin()).error("ERROR", "58P01", "segment removed", "x").ready());
              assertThat(peer.message()).isEqualTo("QIDENTIFY_SYSTEM\0");
              String[] row = {"7710997624157020418", "1", "0/1", null};
              peer.send(new Bytes().rows(4, row).complete("IDENTIFY_SYSTEM").ready());
              peer.awaitClose();
            });
        var connection = open(server)) {
      ServerException failure = failure(connection.baseBackup(OPTIONS), ServerException.class);
      assertThat(failure.sqlState()).isEqualTo("58P01");
      assertThat(failure)
          .hasMessageContaining("BASE_BACKUP failed on 127.0.0.1:")
          .hasMessageContaining("segment removed (the detail)");
      assertThat(failure.hint()).isNotEmpty();
      assertThat(connection.identifySystem())
          .isEqualTo(new SystemIdentity(7710997624157020418L, 1, Lsn.parse("0/1")));
    }
  }

  @Test
  void anErrorBeforeTheFirstResultIsThrownByTheCommand() throws IOException {
    try (var server =
            serving(peer -> {
              peer.send(new Bytes().error("ERROR", "42501", "no", "x").ready());
              peer.awaitClose();
            });
        var connection = open(server)) {
      assertThatThrownBy(() -> connection.baseBackup(OPTIONS))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("no (the detail)");
    }
  }

  @Test
  void aChecksumFailureComesAfterTheDataInPlaceOfTheEnd() throws IOException {
    List<ServerError> notices = new ArrayList<>();
    try (var server =
            serving(peer -> {
              Bytes all = begin().notice("WARNING", "XX001", "block 7");
              end(data(all)).error("ERROR", "XX001", "checksum failure", "x");
              peer.send(all.ready());
              peer.awaitClose();
            });
        var connection = ReplicationConnection.open(server.target(""), notices::add)) {
      BaseBackupStream backup = connection.baseBackup(OPTIONS);
      ServerException failure = failure(backup, ServerException.class);
      assertThat(failure.sqlState()).isEqualTo("XX001");
      assertThat(backup.endLsn()).isEqualTo(Lsn.parse("1/A"));
      assertThat(backup.ended()).isFalse();
    }
    assertThat(notices).extracting(ServerError::message).containsExactly("block 7");
  }

  @Test
  void aServerThatGoesAwayIsAConnectionFailure() throws IOException {
    try (var server = serving(peer -> peer.send(data(begin())));
        var connection = open(server)) {
      assertThat(failure(connection.baseBackup(OPTIONS), ConnectionException.class))
          .hasMessageContaining("was lost during BASE_BACKUP");
    }
  }

  @Test
  void aServerThatIsStoppedIsQuoted() throws IOException {
    try (var server =
            serving(peer -> peer.send(data(begin()).error("FATAL", "57P01", "terminating", "x")));
        var connection = open(server)) {
      assertThat(failure(connection.baseBackup(OPTIONS), ServerException.class).sqlState())
          .isEqualTo("57P01");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 3, 20_000_000, Integer.MAX_VALUE})
  void aHostileLengthIsAViolation(int length) throws IOException {
    Bytes hostile =
        data(begin())
            .raw(out -> {
              out.writeByte('d');
              out.writeInt(length);
            });
    assertViolation(hostile, Integer.toString(length));
  }

  @Test
  void whatMayNotComeHereIsAViolation() throws IOException {
    assertViolation(data(begin()).message('G'), "unexpected message 'G'");
    assertViolation(data(begin()).copy('x', _ -> {}), "unknown content 'x'");
    assertViolation(data(begin()).message('d'), "shorter");
    assertViolation(data(begin()).copy('n', out -> out.writeBytes("base.tar")), "no end");
    assertViolation(data(begin()).copy('p', out -> out.writeInt(1)), "shorter");
    assertViolation(data(begin()).message('c').complete("x"), "unexpected message 'C'");
  }

  @Test
  void malformedResultSetsAreViolations() throws IOException {
    assertBeginViolation(new Bytes().rows(2, new String[] {"zero", "1"}).complete("SELECT"));
    assertBeginViolation(new Bytes().rows(2, new String[] {"0/1", "-1"}).complete("SELECT"));
    assertBeginViolation(new Bytes().rows(2, new String[] {"0/1", null}).complete("SELECT"));
    assertBeginViolation(new Bytes().rows(2, new String[] {"0/1"}).complete("SELECT"));
    assertBeginViolation(new Bytes().rows(2).complete("SELECT"));
    assertBeginViolation(new Bytes().message('H'));
    assertBeginViolation(new Bytes().message('D', out -> out.writeShort(-1)));
    assertBeginViolation(
        new Bytes()
            .rows(1)
            .message(
                'D',
                out -> {
                  out.writeShort(1);
                  out.writeInt(Integer.MAX_VALUE);
                }));
  }

  @Test
  void aCloseByAnotherThreadWakesTheReader() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (var server =
        new FakeServer(
            peer -> {
              peer.login();
              peer.message();
              peer.send(begin());
              peer.awaitClose();
            },
            peer -> {
              DataInputStream request = peer.startup();
              assertThat(request.readInt()).isEqualTo(80877102);
              assertThat(request.readInt()).isEqualTo(4711);
              assertThat(request.readInt()).isEqualTo(815);
              cancelled.countDown();
            })) {
      try (var connection = open(server)) {
        BaseBackupStream backup = connection.baseBackup(OPTIONS);
        Thread closer = Thread.ofPlatform().start(backup::close);
        assertThatThrownBy(backup::next).isInstanceOf(CancelledException.class);
        closer.join();
      }
    }
    assertThat(cancelled.getCount()).isZero();
  }

  private static void assertViolation(Bytes sent, String message) throws IOException {
    try (var server =
            serving(peer -> {
              peer.send(sent);
              peer.awaitClose();
            });
        var connection = open(server)) {
      ServerException failure = failure(connection.baseBackup(OPTIONS), ServerException.class);
      assertThat(failure).hasMessageContaining("protocol violation").hasMessageContaining(message);
      assertThat(failure.sqlState()).isEqualTo("08P01");
    }
  }

  private static void assertBeginViolation(Bytes sent) throws IOException {
    try (var server =
            serving(peer -> {
              peer.send(sent);
              peer.awaitClose();
            });
        var connection = open(server)) {
      assertThatThrownBy(() -> connection.baseBackup(OPTIONS))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("protocol violation");
    }
  }

  /// Reads until the failure that must come.
  private static <E extends Throwable> E failure(BaseBackupStream backup, Class<E> type) {
    return requireNonNull(catchThrowableOfType(type, () -> events(backup)));
  }

  private static List<String> events(BaseBackupStream backup) {
    List<String> events = new ArrayList<>();
    for (var event = backup.next(); event != BaseBackupStream.Event.END; event = backup.next()) {
      events.add(
          switch (event) {
            case ARCHIVE -> "archive " + backup.archiveName() + " " + backup.archiveLocation();
            case DATA ->
                "data "
                    + new String(
                        backup.array(),
                        backup.offset(),
                        backup.length(),
                        StandardCharsets.US_ASCII);
            case MANIFEST -> "manifest";
            case PROGRESS -> "progress " + backup.progressBytes();
            case END -> "end";
          });
    }
    return events;
  }

  private static Bytes begin() {
    return new Bytes()
        .rows(2, new String[] {"0/2000028", "3"})
        .complete("SELECT")
        .rows(3, new String[] {"16387", "/ts", "12"}, new String[] {null, null, null})
        .complete("SELECT")
        .message('H', out -> out.write(new byte[3]));
  }

  private static Bytes data(Bytes bytes) {
    return bytes
        .copy('n', out -> out.writeBytes("16387.tar\0/ts\0"))
        .copy('d', out -> out.writeBytes("abc"))
        .copy('p', out -> out.writeLong(3))
        .parameter("TimeZone", "UTC")
        .copy('n', out -> out.writeBytes("base.tar\0\0"))
        .copy('d', out -> out.writeBytes("defg"))
        .copy('m', _ -> {})
        .copy('d', out -> out.writeBytes("{}"));
  }

  private static Bytes end(Bytes bytes) {
    return bytes.message('c').rows(2, new String[] {"1/A", "4"}).complete("SELECT");
  }

  /// Lets the client in, reads one command, then follows the script.
  private static FakeServer serving(FakeServer.Script script) throws IOException {
    return new FakeServer(peer -> {
      peer.login();
      peer.message();
      script.run(peer);
    });
  }

  private static ReplicationConnection open(FakeServer server) {
    return ReplicationConnection.open(server.target(""), NoticeListener.IGNORE);
  }
}
