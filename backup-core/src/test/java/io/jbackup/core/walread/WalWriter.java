package io.jbackup.core.walread;

import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentName;
import io.jbackup.catalog.wal.SegmentSize;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.catalog.wal.WalMagic;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Writes WAL as a server would, into segments in memory.
final class WalWriter implements SegmentSource {
  static final int PAGE = 8192;
  static final long SYSTEM_ID = 0xF234_5678_9ABC_DEF0L;
  static final SegmentSize SIZE = new SegmentSize(1 << 20);

  final Map<SegmentName, byte[]> segments = new HashMap<>();
  final List<Lsn> begins = new ArrayList<>();
  final List<Lsn> ends = new ArrayList<>();
  private final List<TimelineHistory.Entry> ancestors = new ArrayList<>();
  private int timeline = 1;
  int major = 18;
  long position;
  private long previous;

  WalWriter(long start) {
    position = start;
  }

  WalOrigin origin() {
    return WalOrigin.of(SYSTEM_ID, SIZE, new TimelineHistory(timeline, ancestors));
  }

  @Override
  public Optional<InputStream> open(SegmentName segment) {
    return Optional.ofNullable(segments.get(segment)).map(ByteArrayInputStream::new);
  }

  byte[] segment(long number) {
    return segments.computeIfAbsent(new SegmentName(timeline, number), _ -> new byte[SIZE.bytes()]);
  }

  /// Main data without block references.
  Lsn record(int rmid, int info, int xid, byte[] main) {
    boolean small = main.length < 256;
    ByteBuffer parts = ByteBuffer.allocate(main.length + 5).order(ByteOrder.LITTLE_ENDIAN);
    if (small) {
      parts.put((byte) 255).put((byte) main.length);
    } else {
      parts.put((byte) 254).putInt(main.length);
    }
    parts.put(main);
    byte[] body = new byte[parts.position()];
    parts.flip().get(body);
    return raw(rmid, info, xid, body);
  }

  Lsn raw(int rmid, int info, int xid, byte[] body) {
    byte[] record = build(rmid, info, xid, body);
    startPage();
    begins.add(new Lsn(position));
    previous = position;
    write(record, record.length);
    position = position + 7 & ~7L;
    ends.add(new Lsn(position));
    return begins.getLast();
  }

  private byte[] build(int rmid, int info, int xid, byte[] body) {
    ByteBuffer out = ByteBuffer.allocate(24 + body.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(24 + body.length).putInt(xid).putLong(previous);
    out.put((byte) info).put((byte) rmid).putShort((short) 0).putInt(0).put(body);
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 24, body.length);
    crc.update(out.array(), 0, 20);
    return out.putInt(20, (int) crc.getValue()).array();
  }

  /// Writes a record up to `kept` bytes and goes on at the next page, as after a crash.
  Lsn aborted(byte[] body, int kept) {
    startPage();
    long begin = position;
    write(build(10, 0, 9, body), kept);
    position = position + PAGE - 1 & -(long) PAGE;
    pageHeader(8, 0);
    return new Lsn(begin);
  }

  private void startPage() {
    if (position % PAGE == 0) {
      pageHeader(0, 0);
    }
  }

  private void write(byte[] record, int length) {
    int done = 0;
    while (done < length) {
      if (position % PAGE == 0) {
        pageHeader(1, record.length - done);
      }
      int step = Math.min(length - done, (int) (PAGE - position % PAGE));
      int at = (int) (position % SIZE.bytes());
      System.arraycopy(record, done, segment(position / SIZE.bytes()), at, step);
      done += step;
      position += step;
    }
  }

  private void pageHeader(int flags, int rest) {
    int at = (int) (position % SIZE.bytes());
    ByteBuffer out =
        ByteBuffer.wrap(segment(position / SIZE.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    out.position(at).putShort((short) WalMagic.of(major));
    out.putShort((short) (flags | (at == 0 ? 2 : 0) | (major < 19 ? 4 : 0)));
    out.putInt(timeline).putLong(position).putInt(rest).putInt(0);
    if (at == 0) {
      out.putLong(SYSTEM_ID).putInt(SIZE.bytes()).putInt(PAGE);
    }
    position += at == 0 ? 40 : 24;
  }

  void switchSegment() {
    raw(0, 0x40, 0, new byte[0]);
    position = position + SIZE.bytes() - 1 & -(long) SIZE.bytes();
    ends.set(ends.size() - 1, new Lsn(position));
  }

  /// Goes on as a promoted server: the new timeline's segment begins with a copy.
  void promote() {
    byte[] old = segment((position - 1) / SIZE.bytes());
    ancestors.add(new TimelineHistory.Entry(timeline, new Lsn(position), "test"));
    timeline++;
    if (position % SIZE.bytes() != 0) {
      System.arraycopy(
          old, 0, segment(position / SIZE.bytes()), 0, (int) (position % SIZE.bytes()));
    }
  }
}
