package io.jbackup.core.walread;

import java.time.Instant;

/// Time and transaction of a commit or abort record (ParseCommitRecord and ParseAbortRecord in
/// PostgreSQL's xactdesc.c, layout of 15 and newer).
final class TransactionData {
  private static final int HAS_INFO = 0x80;
  private static final int HAS_DATABASE = 1;
  private static final int HAS_SUBTRANSACTIONS = 1 << 1;
  private static final int HAS_RELATIONS = 1 << 2;
  private static final int HAS_INVALIDATIONS = 1 << 3;
  private static final int HAS_TWO_PHASE = 1 << 4;
  private static final int HAS_DROPPED_STATISTICS = 1 << 8;

  private static final int RELATION = 12;
  private static final int INVALIDATION = 16;

  private final Instant time;
  private final int xid;

  TransactionData(WalRecord record) {
    MainData data = new MainData(record);
    time = data.time();
    int parts = (record.info() & HAS_INFO) == 0 ? 0 : data.i32();
    if ((parts & HAS_TWO_PHASE) == 0) {
      xid = record.xid();
      return;
    }
    data.skip((parts & HAS_DATABASE) == 0 ? 0 : 8);
    skipList(data, parts & HAS_SUBTRANSACTIONS, 4);
    skipList(data, parts & HAS_RELATIONS, RELATION);
    skipList(data, parts & HAS_DROPPED_STATISTICS, record.major() < 18 ? 12 : 16);
    skipList(data, parts & HAS_INVALIDATIONS, INVALIDATION);
    xid = data.i32();
  }

  private static void skipList(MainData data, int present, int bytesEach) {
    if (present != 0) {
      data.skip(Integer.toUnsignedLong(data.i32()) * bytesEach);
    }
  }

  Instant time() {
    return time;
  }

  /// The transaction that ended; of a prepared one, the one that was prepared.
  int xid() {
    return xid;
  }
}
