package io.jbackup.core.walread;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.wal.LittleEndian;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.WalMagic;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads WAL records in order, each with its CRC, its link to the one before and its pages' headers
/// checked (the rules of PostgreSQL's xlogreader.c). One record and a quarter of a megabyte of WAL
/// are in memory at a time. Not thread-safe.
public final class WalReader implements AutoCloseable {
  /// XLogRecordMaxSize.
  private static final long LONGEST = 1020L << 20;

  private static final int RM_XLOG = 0;
  private static final int XLOG_SWITCH = 0x40;

  private final WalOrigin origin;
  private final WalPages pages;
  private final RecordBuffer assembly = new RecordBuffer();
  private final WalRecord record = new WalRecord();
  private final long stop;
  private long position;
  private long lastEnd;
  private long previous;
  private long loaded = -1;
  private boolean seeking = true;
  private @Nullable WalEnd end;

  private enum Step {
    RECORD,
    AGAIN,
    END
  }

  /// Reads the records that begin in [start, stop).
  ///
  /// @param start where a record begins (a backup's start is such a place), or the beginning of a
  ///   page: then the first record from there on is the first one read
  /// @param stop the end of a record (a backup's stop is), or any position: the record that holds
  ///   it is then the last one
  public WalReader(SegmentSource source, WalOrigin origin, Lsn start, Lsn stop) {
    if ((start.value() & 7) != 0) {
      throw new IllegalArgumentException("no record begins at " + start);
    }
    this.origin = origin;
    this.pages = new WalPages(source, origin);
    this.position = start.value();
    this.lastEnd = start.value();
    this.stop = stop.value();
  }

  /// Goes to the next record; false when there is none, see [#end()]. Throws CorruptException when
  /// the WAL is damaged, IdentityException when a segment is another cluster's, StorageException
  /// when one cannot be read.
  public boolean next() {
    try {
      Step step = Step.AGAIN;
      while (step == Step.AGAIN && end == null) {
        step = step();
      }
      return step == Step.RECORD;
    } catch (IOException e) {
      throw new StorageException(
          "unable to read WAL file " + pages.fileName() + ": " + e.getMessage(),
          "check the storage that holds it and try again",
          e);
    }
  }

  /// The record that [#next()] went to.
  public WalRecord record() {
    return record;
  }

  /// Why [#next()] was false.
  public WalEnd end() {
    if (end == null) {
      throw new IllegalStateException("there may be another record");
    }
    return end;
  }

  private Step step() throws IOException {
    if (Long.compareUnsigned(position, stop) >= 0) {
      return finish(new WalEnd.Reached(new Lsn(lastEnd)));
    }
    if (loaded == -1 && !load(segmentStart(position))) {
      return Step.END;
    }
    long page = position & -(long) pages.pageSize();
    int inPage = (int) (position - page);
    int header = pages.headerSize(page);
    if (inPage == 0 && Long.compareUnsigned(stop - position, header) <= 0) {
      return finish(new WalEnd.Reached(new Lsn(lastEnd)));
    }
    if (page != loaded && !load(page)) {
      return Step.END;
    }
    if (inPage <= header && pages.continuation() > 0) {
      return skipContinuation(page, inPage, header);
    }
    if (inPage == 0) {
      position = page + header;
      return Step.AGAIN;
    }
    if (inPage < header) {
      throw pages.damage(position, "it lies in the header of a page");
    }
    return read(page, inPage);
  }

  private long segmentStart(long lsn) {
    return lsn & -(long) origin.segmentSize().bytes();
  }

  /// Passes over the rest of a record that began before the page that was asked for.
  private Step skipContinuation(long page, int inPage, int header) {
    if (inPage != 0 || !seeking) {
      throw pages.damage(page, "the page continues a record that does not reach it");
    }
    long rest = pages.continuation() + 7 & ~7L;
    position = page + Math.min(pages.pageSize(), header + rest);
    return Step.AGAIN;
  }

  private Step read(long page, int inPage) throws IOException {
    if (pages.isPastSwitch(position)) {
      return finish(new WalEnd.Absent(new Lsn(lastEnd), pages.fileAt(position)));
    }
    int at = pages.offset() + inPage;
    long total = LittleEndian.u32(pages.buffer(), at);
    if (total == 0) {
      return finish(new WalEnd.Unwritten(new Lsn(lastEnd)));
    }
    if (total < RecordBuffer.HEADER || total > LONGEST) {
      throw pages.damage(position, "a record has the length " + total);
    }
    int room = pages.pageSize() - inPage;
    if (total > room) {
      return assemble(page, total, room);
    }
    record.set(pages.buffer(), at, (int) total, total, position, position + (total + 7 & ~7L));
    return accept(assembly.valid(pages.buffer(), at, (int) total));
  }

  private Step assemble(long first, long total, int room) throws IOException {
    assembly.begin();
    assembly.append(pages.buffer(), pages.offset() + (int) (position - first), room);
    long page = first;
    long left = total - room;
    int taken = 0;
    int header = 0;
    while (left > 0) {
      page += pages.pageSize();
      if (!load(page)) {
        return Step.END;
      }
      if ((pages.info() & WalPages.OVERWRITE_CONTRECORD) != 0) {
        position = page;
        return Step.AGAIN;
      }
      if (pages.continuation() != left) {
        throw pages.damage(page, "a record of which " + left + " bytes are left does not go on");
      }
      header = pages.headerSize(page);
      taken = (int) Math.min(left, pages.pageSize() - header);
      assembly.append(pages.buffer(), pages.offset() + header, taken);
      left -= taken;
    }
    long next = page + header + (taken + 7 & ~7);
    record.set(assembly.bytes(), 0, assembly.kept(), total, position, next);
    return accept(assembly.valid());
  }

  private Step accept(boolean valid) {
    if (!valid) {
      throw pages.damage(position, "a record does not match its CRC");
    }
    long link = record.previousValue();
    boolean linked = seeking ? Long.compareUnsigned(link, position) < 0 : link == previous;
    if (!linked) {
      throw pages.damage(position, "a record follows the one at " + new Lsn(link));
    }
    if (pages.isPastSwitch(record.endValue() - 1)) {
      return finish(new WalEnd.Absent(new Lsn(lastEnd), pages.fileAt(record.endValue())));
    }
    if (record.rmid() == RM_XLOG && (record.info() & 0xF0) == XLOG_SWITCH) {
      record.endAt(segmentStart(record.endValue() - 1) + origin.segmentSize().bytes());
    }
    if (seeking) {
      record.writtenBy(WalMagic.major(pages.magic()));
    }
    seeking = false;
    previous = position;
    position = record.endValue();
    lastEnd = position;
    return Step.RECORD;
  }

  private boolean load(long page) throws IOException {
    loaded = page;
    switch (pages.load(page)) {
      case PAGE -> {
        return true;
      }
      case ABSENT -> finish(new WalEnd.Absent(new Lsn(lastEnd), pages.file()));
      case ZEROS -> finish(new WalEnd.Unwritten(new Lsn(lastEnd)));
    }
    return false;
  }

  private Step finish(WalEnd reason) {
    end = reason;
    return Step.END;
  }

  @Override
  public void close() {
    try {
      pages.close();
    } catch (IOException e) {
      throw new StorageException(
          "unable to close WAL file " + pages.fileName() + ": " + e.getMessage(),
          "check the storage that holds it and try again",
          e);
    }
  }
}
