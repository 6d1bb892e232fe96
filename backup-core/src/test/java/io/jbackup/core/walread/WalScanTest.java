package io.jbackup.core.walread;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.walread.TargetResult.Found;
import io.jbackup.core.walread.TargetResult.NotFound;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalScanTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");
  private static final Lsn START = Lsn.parse("5/28");

  private final WalWriter wal = new WalWriter(START.value() - 0x28);

  private static ByteBuffer data(int size, Instant time) {
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    long seconds = time.getEpochSecond() - 946_684_800L;
    return out.putLong(seconds * 1_000_000 + time.getNano() / 1000);
  }

  private void commit(int xid, Instant time) {
    wal.record(1, 0, xid, data(8, time).array());
  }

  private TargetResult find(ScanTarget target) {
    return WalScan.find(wal, wal.origin(), START, target);
  }

  private List<WalEvent> events() {
    List<WalEvent> events = new ArrayList<>();
    try (WalReader reader = new WalReader(wal, wal.origin(), START, new Lsn(-1))) {
      while (reader.next()) {
        reader.record().event().ifPresent(events::add);
      }
    }
    return events;
  }

  @Test
  void recordsAreUnderstood() {
    commit(5, NOON);
    wal.record(1, 0x20, 6, data(8, NOON).array());
    wal.record(0, 0x70, 0, data(72, NOON).put("before the fünfte".getBytes(UTF_8)).array());
    wal.record(
        0, 0x00, 0, data(88, NOON).putLong(0, 0x1_0000_0028L).putInt(8, 3).putInt(12, 2).array());
    wal.record(0, 0x10, 0, data(88, NOON).putLong(0, 0x28).putInt(8, 3).putInt(12, 3).array());
    wal.record(0, 0x90, 0, data(16, NOON).putInt(4).putInt(3).array());
    wal.record(0, 0x50, 0, data(8, NOON).putLong(0, 0x2000028).array());
    wal.record(1, 0x10, 7, data(8, NOON).array());
    assertThat(events())
        .containsExactly(
            new WalEvent.Commit(5, NOON),
            new WalEvent.Abort(6, NOON),
            new WalEvent.RestorePoint("before the fünfte", NOON),
            new WalEvent.Checkpoint(true, Lsn.parse("1/28"), 3, 2),
            new WalEvent.Checkpoint(false, Lsn.parse("0/28"), 3, 3),
            new WalEvent.EndOfRecovery(NOON, 4, 3),
            new WalEvent.BackupEnd(Lsn.parse("0/2000028")));
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17, 18})
  void aPreparedTransactionIsFoundBehindEverythingElse(int major) {
    wal.major = major;
    byte[] main = new byte[400];
    ByteBuffer body = ByteBuffer.wrap(main).order(ByteOrder.LITTLE_ENDIAN);
    body.put(data(8, NOON).array()).putInt(0x1FF);
    body.putInt(1).putInt(2);
    body.putInt(3).position(body.position() + 12);
    body.putInt(2).position(body.position() + 24);
    body.putInt(2).position(body.position() + 2 * (major < 18 ? 12 : 16));
    body.putInt(1).position(body.position() + 16);
    body.putInt(4711).put("gid".getBytes(UTF_8));
    wal.record(1, 0x80 | 0x30, 0, main);
    assertThat(events()).containsExactly(new WalEvent.Commit(4711, NOON));
  }

  @Test
  void mainDataIsFoundBehindBlocksOriginAndTopTransaction() {
    ByteBuffer body = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) 0).put((byte) 0x30).putShort((short) 10);
    body.putShort((short) 50).putShort((short) 8).put((byte) (1 | 4)).putShort((short) 6);
    body.position(body.position() + 16);
    body.put((byte) 1).put((byte) (0x80 | 0x20)).putShort((short) 7).putInt(99);
    body.put((byte) 253).putShort((short) 1).put((byte) 252).putInt(77);
    body.put((byte) 255).put((byte) 8).position(body.position() + 67);
    body.put(data(8, NOON).array());
    byte[] bytes = new byte[body.position()];
    body.flip().get(bytes);
    wal.raw(1, 0, 12, bytes);
    assertThat(events()).containsExactly(new WalEvent.Commit(12, NOON));
  }

  @Test
  void partsThatDoNotFitAreDamage() {
    wal.raw(1, 0, 12, new byte[] {(byte) 255, 40, 0, 0});
    assertThatThrownBy(this::events).isInstanceOf(CorruptException.class);
  }

  @Test
  void theLastCommitIsTheOneBeforeTheStop() {
    commit(5, NOON);
    wal.record(1, 0x20, 6, data(8, NOON.plusSeconds(1)).array());
    Lsn stop = wal.ends.getLast();
    commit(7, NOON.plusSeconds(2));
    WalScan.Summary summary = WalScan.verify(wal, wal.origin(), START, stop);
    assertThat(summary.records()).isEqualTo(2);
    assertThat(summary.lastCommit())
        .contains(new TransactionStamp(wal.begins.get(0), wal.ends.get(0), 5, NOON));
    assertThat(WalScan.verify(wal, wal.origin(), START, START).lastCommit()).isEmpty();
  }

  @Test
  void targetsStopWherePostgresStops() {
    commit(5, NOON);
    wal.record(0, 0x70, 0, data(72, NOON).put("point".getBytes(UTF_8)).array());
    commit(6, NOON.plusSeconds(5));
    commit(7, NOON.plusSeconds(9));
    Lsn six = wal.begins.get(2);
    Lsn seven = wal.begins.get(3);

    assertThat(found(new ScanTarget.Name("point")).recovered()).isEqualTo(six);
    assertThat(found(new ScanTarget.Xid(6, true)).recovered()).isEqualTo(seven);
    assertThat(found(new ScanTarget.Xid(6, false)).recovered()).isEqualTo(six);
    assertThat(found(new ScanTarget.Position(six, true)).recovered()).isEqualTo(seven);
    assertThat(found(new ScanTarget.Position(six, false)).recovered()).isEqualTo(six);
    assertThat(found(new ScanTarget.Position(six.plus(1), false)).recovered()).isEqualTo(seven);
    assertThat(found(time(0, true)).recovered()).isEqualTo(six);
    assertThat(found(time(5, true)).recovered()).isEqualTo(seven);
    assertThat(found(time(5, false)).recovered()).isEqualTo(six);
    assertThat(found(time(5, true)).lastCommit().map(TransactionStamp::xid)).contains(6);
    assertThat(found(new ScanTarget.Xid(6, true)).lastCommit().map(TransactionStamp::xid))
        .contains(6);
  }

  private static ScanTarget time(int seconds, boolean inclusive) {
    return new ScanTarget.Time(NOON.plusSeconds(seconds), inclusive);
  }

  private Found found(ScanTarget target) {
    assertThat(find(target)).isInstanceOf(Found.class);
    return (Found) find(target);
  }

  @Test
  void aTargetBehindTheLastRecordIsNotFound() {
    commit(5, NOON);
    WalEnd end = new WalEnd.Unwritten(wal.ends.getLast());
    Optional<TransactionStamp> last =
        Optional.of(new TransactionStamp(wal.begins.get(0), wal.ends.get(0), 5, NOON));
    for (ScanTarget target :
        List.of(
            new ScanTarget.Name("point"),
            new ScanTarget.Xid(6, true),
            new ScanTarget.Position(wal.ends.getLast(), true),
            time(0, true))) {
      assertThat(find(target)).isEqualTo(new NotFound(end, last));
    }
  }
}
