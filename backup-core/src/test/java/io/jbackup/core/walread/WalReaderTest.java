package io.jbackup.core.walread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalReaderTest {
  private static final long START = 0x5_0000_0028L;
  private static final Lsn ALL = new Lsn(-1);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final WalWriter wal = new WalWriter(START - 0x28);

  private void write(int count, int longest) {
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[random.nextInt(longest)];
      random.nextBytes(data);
      wal.record(10, 0x20, i, data);
    }
  }

  private WalEnd read(Lsn start, Lsn stop, List<Lsn> begins) {
    try (WalReader reader = new WalReader(wal, wal.origin(), start, stop)) {
      while (reader.next()) {
        begins.add(reader.record().lsn());
      }
      return reader.end();
    }
  }

  private WalEnd readAll() {
    return read(new Lsn(START), ALL, new ArrayList<>());
  }

  private WalScan.Summary verify() {
    return WalScan.verify(wal, wal.origin(), new Lsn(START), wal.ends.getLast());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 300, 9000, 100_000, 3_000_000})
  void recordsAreReadAcrossPagesAndSegments(int longest) {
    write(Math.max(6, 5_000_000 / longest / 4), longest);
    List<Lsn> begins = new ArrayList<>();
    List<Lsn> ends = new ArrayList<>();
    try (WalReader reader = new WalReader(wal, wal.origin(), new Lsn(START), ALL)) {
      for (int i = 0; reader.next(); i++) {
        WalRecord record = reader.record();
        begins.add(record.lsn());
        ends.add(record.end());
        assertThat(record.xid()).isEqualTo(i);
        assertThat(record.rmid()).isEqualTo(10);
        assertThat(record.info()).isEqualTo(0x20);
        assertThat(record.major()).isEqualTo(18);
      }
      assertThat(reader.end().lsn()).isEqualTo(wal.ends.getLast());
    }
    assertThat(begins).as("seed %d", seed).isEqualTo(wal.begins);
    assertThat(ends).isEqualTo(wal.ends);
    assertThat(verify().records()).isEqualTo(wal.begins.size());
  }

  @Test
  void aRecordLargerThanWhatIsKeptIsStillChecked() {
    byte[] data = new byte[RecordBuffer.KEPT + (3 << 20)];
    random.nextBytes(data);
    wal.record(21, 0, 7, data);
    write(3, 100);
    try (WalReader reader = new WalReader(wal, wal.origin(), new Lsn(START), ALL)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().totalLength()).isEqualTo(data.length + 24 + 5);
      assertThat(reader.record().keptLength()).isEqualTo(RecordBuffer.KEPT);
      assertThat(reader.record().event()).isEmpty();
    }
    assertThat(verify().records()).isEqualTo(4);
    wal.segment(0x5000 + 18)[700_000] ^= 1;
    assertThatThrownBy(this::verify)
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("CRC");
  }

  @Test
  void everyFlippedByteOfARecordIsNoticed() {
    write(400, 1500);
    long first = wal.begins.getFirst().value();
    byte[] segment = wal.segment(0x5000);
    int last = (int) Math.min(segment.length, wal.ends.getLast().value() - first);
    for (int i = 0; i < 1500; i++) {
      int record = random.nextInt(wal.begins.size() - 1);
      long lsn = wal.begins.get(record).value();
      int length = (int) (wal.ends.get(record).value() - lsn) - 7;
      int at = (int) ((lsn + random.nextInt(length)) % WalWriter.SIZE.bytes());
      if (at >= last || at % WalWriter.PAGE < 40) {
        continue;
      }
      byte old = segment[at];
      segment[at] ^= (byte) (1 + random.nextInt(255));
      assertThatThrownBy(this::verify)
          .as("seed %d, byte %d, record %s", seed, at, wal.begins.get(record))
          .isInstanceOfAny(CorruptException.class, WalException.class);
      segment[at] = old;
    }
    assertThat(verify().records()).isEqualTo(400);
  }

  @Test
  void tornWalIsNotComplete() {
    write(400, 1500);
    long length = wal.ends.getLast().value() - (START - 0x28);
    byte[] segment = wal.segment(0x5000);
    byte[] whole = segment.clone();
    for (int i = 0; i < 100; i++) {
      int at = 64 + random.nextInt((int) length - 64 - 32);
      Arrays.fill(segment, at, segment.length, (byte) 0);
      assertThatThrownBy(this::verify)
          .as("seed %d, zeros from %d", seed, at)
          .isInstanceOfAny(CorruptException.class, WalException.class);
      System.arraycopy(whole, 0, segment, 0, whole.length);
      wal.segments.put(new SegmentName(1, 0x5000), Arrays.copyOf(whole, at));
      assertThatThrownBy(this::verify)
          .as("seed %d, cut at %d", seed, at)
          .isInstanceOf(BackupException.class);
      wal.segments.put(new SegmentName(1, 0x5000), segment);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 8, 9, 10, 16, 17})
  void aFlippedPageHeaderIsNoticed(int offset) {
    wal.record(10, 0, 1, new byte[100_000]);
    wal.segment(0x5000)[3 * WalWriter.PAGE + offset] ^= 0x20;
    assertThatThrownBy(this::verify)
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("000000010000000500000000 is damaged at 5/6000");
  }

  @Test
  void aSegmentSwitchSkipsToTheNextSegment() {
    write(20, 300);
    wal.switchSegment();
    write(20, 300);
    List<Lsn> begins = new ArrayList<>();
    assertThat(read(new Lsn(START), ALL, begins).lsn()).isEqualTo(wal.ends.getLast());
    assertThat(begins).isEqualTo(wal.begins);
    assertThat(wal.begins.get(21).value()).isEqualTo(START + (1 << 20));
    assertThat(WalScan.verify(wal, wal.origin(), new Lsn(START), wal.ends.get(20)).end())
        .isEqualTo(Lsn.parse("5/100000"));
  }

  @Test
  void anAbsentSegmentIsNamed() {
    write(600, 9000);
    wal.segments.remove(new SegmentName(1, 0x5001));
    assertThat(readAll())
        .isInstanceOfSatisfying(
            WalEnd.Absent.class,
            absent -> assertThat(absent.segment()).isEqualTo(new SegmentName(1, 0x5001)));
    assertThatThrownBy(this::verify)
        .isInstanceOf(WalException.class)
        .hasMessageContaining("segment 000000010000000500000001 is not there");
  }

  @Test
  void zerosAfterTheLastRecordAreUnwritten() {
    write(20, 300);
    assertThat(readAll()).isEqualTo(new WalEnd.Unwritten(wal.ends.getLast()));
    assertThatThrownBy(
            () -> WalScan.verify(wal, wal.origin(), new Lsn(START), wal.ends.getLast().plus(8)))
        .isInstanceOf(WalException.class)
        .hasMessageContaining("it ends at " + wal.ends.getLast());
  }

  @Test
  void aStopBehindAPageHeaderIsTheEndOfTheRecordBeforeIt() {
    write(5, 300);
    long left = WalWriter.PAGE - wal.position % WalWriter.PAGE;
    wal.record(10, 0, 5, new byte[(int) left - 24 - 5]);
    Lsn boundary = wal.ends.getLast();
    assertThat(boundary.value() % WalWriter.PAGE).isZero();
    wal.segments.put(
        new SegmentName(1, 0x5000),
        Arrays.copyOf(wal.segment(0x5000), (int) (boundary.value() & 0xFFFFF)));
    for (Lsn stop : List.of(boundary, boundary.plus(24))) {
      assertThat(WalScan.verify(wal, wal.origin(), new Lsn(START), stop).end()).isEqualTo(boundary);
    }
    assertThatThrownBy(() -> WalScan.verify(wal, wal.origin(), new Lsn(START), boundary.plus(25)))
        .isInstanceOf(BackupException.class);
  }

  @Test
  void aStopInsideARecordTakesTheWholeRecord() {
    write(5, 300);
    Lsn stop = wal.begins.getLast().plus(8);
    assertThat(WalScan.verify(wal, wal.origin(), new Lsn(START), stop).end())
        .isEqualTo(wal.ends.getLast());
  }

  @Test
  void aPageBoundaryBeginsAtTheNextRecord() {
    wal.record(10, 0, 1, new byte[20_000]);
    write(3, 300);
    List<Lsn> begins = new ArrayList<>();
    read(Lsn.parse("5/2000"), ALL, begins);
    assertThat(begins).isEqualTo(wal.begins.subList(1, 4));
    begins.clear();
    read(Lsn.parse("5/0"), ALL, begins);
    assertThat(begins).isEqualTo(wal.begins);
  }

  @Test
  void whatIsNoStartOfARecordIsToldApart() {
    wal.record(10, 0, 1, new byte[20_000]);
    write(3, 300);
    for (long start : new long[] {START + 16, 0x5_0000_2018L, 0x5_0000_2008L}) {
      assertThatThrownBy(() -> read(new Lsn(start), ALL, new ArrayList<>()))
          .as(new Lsn(start).toString())
          .isInstanceOf(CorruptException.class);
    }
    assertThatThrownBy(() -> read(new Lsn(START + 1), ALL, new ArrayList<>()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAbortedRecordIsPassedOverWhereItWasOverwritten() {
    write(10, 300);
    wal.aborted(new byte[30_000], 12_000);
    wal.record(0, 0xD0, 0, new byte[16]);
    write(10, 300);
    List<Lsn> begins = new ArrayList<>();
    assertThat(read(new Lsn(START), ALL, begins).lsn()).isEqualTo(wal.ends.getLast());
    assertThat(begins).isEqualTo(wal.begins);
  }

  @Test
  void aPathOfTimelinesIsFollowedInsideASegment() {
    write(10, 300);
    wal.promote();
    write(60, 9000);
    wal.promote();
    write(10, 300);
    List<Lsn> begins = new ArrayList<>();
    WalEnd end = read(new Lsn(START), ALL, begins);
    assertThat(begins).as("seed %d", seed).isEqualTo(wal.begins);
    assertThat(end.lsn()).isEqualTo(wal.ends.getLast());
  }

  @Test
  void theOldTimelinesSegmentIsReadOnlyToTheSwitch() {
    write(10, 300);
    wal.promote();
    write(10, 300);
    SegmentName newer = new SegmentName(2, 0x5000);
    wal.segments.remove(newer);
    List<Lsn> begins = new ArrayList<>();
    assertThat(read(new Lsn(START), ALL, begins))
        .isEqualTo(new WalEnd.Absent(wal.ends.get(9), newer));
    assertThat(begins).isEqualTo(wal.begins.subList(0, 10));
  }

  @Test
  void anotherClustersSegmentIsRefused() {
    write(10, 300);
    WalOrigin other = new WalOrigin(42, WalWriter.SIZE, wal.origin().path());
    assertThatThrownBy(() -> WalScan.verify(wal, other, new Lsn(START), wal.ends.getLast()))
        .isInstanceOf(IdentityException.class);
    WalOrigin larger =
        new WalOrigin(WalWriter.SYSTEM_ID, new SegmentSize(2 << 20), wal.origin().path());
    wal.segments.put(new SegmentName(1, 0x2800), wal.segment(0x5000));
    assertThatThrownBy(() -> WalScan.verify(wal, larger, new Lsn(START), wal.ends.getLast()))
        .isInstanceOf(IdentityException.class);
  }

  @Test
  void segmentsOfTwoMajorVersionsDoNotGoTogether() {
    write(10, 300);
    wal.switchSegment();
    wal.major = 17;
    write(10, 300);
    assertThatThrownBy(this::verify)
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("PostgreSQL 17");
  }

  @Test
  void aSourceThatFailsIsAStorageError() {
    SegmentSource broken =
        _ -> {
          throw new IOException("Input/output error");
        };
    assertThatThrownBy(
            () -> WalScan.verify(broken, wal.origin(), new Lsn(START), new Lsn(START + 8)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Input/output error");
  }
}
