package io.jbackup.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.protocol.WalStream.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WalStreamTest {
  private static final Lsn START = Lsn.parse("0/3000000");

  @Test
  void walAndKeepalivesArriveAndAnAskedReplyIsGiven() throws IOException {
    try (var server =
            serving(
                "QSTART_REPLICATION SLOT \"s\" PHYSICAL 0/3000000 TIMELINE 2\0",
                peer -> {
                  Bytes sent = begin();
                  wal(sent, "abc");
                  peer.sendTorn(keepalive(sent, 0));
                  assertThat(status(peer)).containsExactly(0x3000003L, 0x3000002L, 0x3000001L, 1);
                  peer.send(keepalive(new Bytes(), 1));
                  assertThat(status(peer)).containsExactly(0x3000003L, 0x3000002L, 0x3000001L, 0);
                  assertThat(peer.message()).isEqualTo("c");
                  Bytes end = wal(new Bytes(), "late").message('c').complete("COPY 0");
                  peer.send(end.complete("START_STREAMING").ready());
                  peer.awaitClose();
                });
        var connection = open(server);
        var stream = connection.startReplication("s", START, 2)) {
      assertThat(stream.next()).isEqualTo(Event.DATA);
      assertThat(stream.dataStart()).isEqualTo(0x3000000L);
      assertThat(stream.serverEnd()).isEqualTo(0x3000100L);
      assertThat(text(stream)).isEqualTo("abc");
      assertThat(stream.next()).isEqualTo(Event.KEEPALIVE);
      stream.sendStatus(START.plus(3), START.plus(2), START.plus(1), true);
      assertThat(stream.next()).isEqualTo(Event.KEEPALIVE);
      stream.stop();
      stream.stop();
      stream.sendStatus(START, START, START, false);
      assertThat(stream.next()).isEqualTo(Event.DATA);
      assertThat(text(stream)).isEqualTo("late");
      assertThat(stream.next()).isEqualTo(Event.END);
      assertThat(stream.next()).isEqualTo(Event.END);
      assertThat(stream.timelineEnd()).isEmpty();
    }
  }

  @Test
  void theEndOfATimelineTellsTheNextOne() throws IOException {
    try (var server =
            serving(
                "QSTART_REPLICATION PHYSICAL 0/3000000 TIMELINE 1\0",
                peer -> {
                  peer.send(wal(begin(), "abc").message('c'));
                  assertThat(peer.message()).isEqualTo("c");
                  peer.send(nextTimeline().complete("START_STREAMING").ready());
                  peer.awaitClose();
                });
        var connection = open(server);
        var stream = connection.startReplication(null, START, 1)) {
      assertThat(stream.next()).isEqualTo(Event.DATA);
      assertThat(stream.next()).isEqualTo(Event.END);
      assertThat(stream.timelineEnd())
          .contains(new WalStream.TimelineEnd(2, Lsn.parse("0/3000010")));
    }
  }

  @Test
  void aTimelineThatEndedBeforeTheStartEndsAtOnce() throws IOException {
    try (var server =
            serving(
                "QSTART_REPLICATION PHYSICAL 0/3000000 TIMELINE 1\0",
                peer -> {
                  peer.send(nextTimeline().complete("START_STREAMING").ready());
                  peer.awaitClose();
                });
        var connection = open(server);
        var stream = connection.startReplication(null, START, 1)) {
      assertThat(stream.next()).isEqualTo(Event.END);
      assertThat(stream.timelineEnd()).isPresent();
    }
  }

  @Test
  void whatMayNotComeHereIsAViolation() throws IOException {
    assertViolation(begin().message('D'));
    assertViolation(begin().copy('?', _ -> {}));
    assertViolation(begin().copy('w', out -> out.writeLong(1)));
    assertViolation(begin().copy('k', out -> out.writeLong(1)));
    assertViolation(begin().message('d'));
  }

  @Test
  void aRemovedSegmentIsAServerError() throws IOException {
    try (var server =
            serving(
                "QSTART_REPLICATION PHYSICAL 0/3000000 TIMELINE 1\0",
                peer -> {
                  peer.send(begin().error("ERROR", "58P01", "already removed", "x").ready());
                  peer.awaitClose();
                });
        var connection = open(server);
        var stream = connection.startReplication(null, START, 1)) {
      assertThatThrownBy(stream::next)
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("already removed");
    }
  }

  @Test
  void aCloseByAnotherThreadWakesTheReader() throws Exception {
    try (var server =
            serving(
                "QSTART_REPLICATION PHYSICAL 0/3000000 TIMELINE 1\0",
                peer -> {
                  peer.send(begin());
                  peer.awaitClose();
                });
        var connection = open(server);
        var stream = connection.startReplication(null, START, 1)) {
      Thread closer = Thread.ofPlatform().start(stream::close);
      assertThatThrownBy(stream::next).isInstanceOf(CancelledException.class);
      closer.join();
    }
  }

  @Test
  void aSilentReaderStillReports() throws Exception {
    CountDownLatch reported = new CountDownLatch(1);
    try (var server =
            new FakeServer(peer -> {
              peer.login();
              for (int i = 0; i < 3; i++) {
                assertThat(status(peer)).containsExactly(7, 6, 5, 0);
              }
              reported.countDown();
              peer.awaitClose();
            });
        var session = Connector.connect(server.target(""), true, NoticeListener.IGNORE);
        var sender = new StatusSender(session, Duration.ofMillis(10))) {
      sender.send(7, 6, 5, false);
      sender.start();
      assertThat(reported.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aManifestIsUploadedInPieces() throws IOException {
    byte[] manifest = new byte[150_000];
    manifest[149_999] = 'x';
    try (var server =
            serving(
                "QUPLOAD_MANIFEST\0",
                peer -> {
                  peer.send(new Bytes().message('G', out -> out.write(new byte[3])));
                  int received = 0;
                  String message = peer.message();
                  for (; message.startsWith("d"); message = peer.message()) {
                    received += message.length() - 1;
                  }
                  assertThat(message).isEqualTo("c");
                  assertThat(received).isEqualTo(150_000);
                  peer.send(new Bytes().complete("UPLOAD_MANIFEST").ready());
                  peer.awaitClose();
                });
        var connection = open(server)) {
      connection.uploadManifest(new ByteArrayInputStream(manifest));
    }
  }

  @Test
  void aManifestThatCannotBeReadLeavesTheConnectionUsable() throws IOException {
    try (var server =
            serving(
                "QUPLOAD_MANIFEST\0",
                peer -> {
                  peer.send(new Bytes().message('G', out -> out.write(new byte[3])));
                  assertThat(peer.message()).startsWith("f");
                  peer.send(new Bytes().error("ERROR", "57014", "aborted", "x").ready());
                  assertThat(peer.message()).startsWith("QSHOW");
                  peer.send(new Bytes().rows(1, new String[] {"v"}).complete("SHOW").ready());
                  peer.awaitClose();
                });
        var connection = open(server)) {
      InputStream broken = InputStream.nullInputStream();
      broken.close();
      assertThatThrownBy(() -> connection.uploadManifest(broken))
          .isInstanceOf(IOException.class)
          .hasMessage("Stream closed");
      assertThat(connection.show("x")).isEqualTo("v");
    }
  }

  private static void assertViolation(Bytes sent) throws IOException {
    try (var server =
            serving(
                "QSTART_REPLICATION PHYSICAL 0/3000000 TIMELINE 1\0",
                peer -> {
                  peer.send(sent);
                  peer.awaitClose();
                });
        var connection = open(server);
        var stream = connection.startReplication(null, START, 1)) {
      assertThatThrownBy(stream::next)
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("protocol violation");
    }
  }

  private static FakeServer serving(String command, FakeServer.Script script) throws IOException {
    return new FakeServer(peer -> {
      peer.login();
      assertThat(peer.message()).isEqualTo(command);
      script.run(peer);
    });
  }

  private static ReplicationConnection open(FakeServer server) {
    return ReplicationConnection.open(server.target(""), NoticeListener.IGNORE);
  }

  private static Bytes begin() {
    return new Bytes().message('W', out -> out.write(new byte[3]));
  }

  private static Bytes wal(Bytes bytes, String content) {
    return bytes.copy(
        'w',
        out -> {
          out.writeLong(0x3000000L);
          out.writeLong(0x3000100L);
          out.writeLong(0);
          out.writeBytes(content);
        });
  }

  private static Bytes keepalive(Bytes bytes, int reply) {
    return bytes.copy(
        'k',
        out -> {
          out.writeLong(0x3000100L);
          out.writeLong(0);
          out.writeByte(reply);
        });
  }

  private static Bytes nextTimeline() {
    return new Bytes().rows(2, new String[] {"2", "0/3000010"});
  }

  /// Written, flushed, applied, reply requested.
  private static long[] status(FakeServer.Peer peer) throws IOException {
    ByteBuffer message = ByteBuffer.wrap(peer.message().getBytes(StandardCharsets.ISO_8859_1));
    assertThat(message.get(0)).isEqualTo((byte) 'd');
    assertThat(message.get(1)).isEqualTo((byte) 'r');
    assertThat(message.capacity()).isEqualTo(2 + 33);
    return new long[] {
      message.getLong(2), message.getLong(10), message.getLong(18), message.get(34)
    };
  }

  private static String text(WalStream stream) {
    return new String(stream.array(), stream.offset(), stream.length(), StandardCharsets.US_ASCII);
  }
}
