package io.jbackup.core.page;

import io.jbackup.catalog.wal.LittleEndian;
import io.jbackup.catalog.wal.Lsn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Whether a data page is whole: its header as PostgreSQL checks it when it reads a page
/// (PageIsVerified in bufpage.c), and its checksum where the cluster has them. Not thread-safe.
public final class PageCheck {
  private static final int HEADER = 24;
  private static final int VALID_FLAGS = 0x0007;
  private static final int LAYOUT_VERSION = 4;
  private static final int ALIGNMENT = 8;

  private final int pageSize;
  private final boolean checksums;
  private final PageChecksum checksum;
  private final byte[] zeros;

  /// @param pageSize bytes of a page, 1024 to 32768
  /// @param checksums whether the cluster's pages carry checksums
  public PageCheck(int pageSize, boolean checksums) {
    this.pageSize = pageSize;
    this.checksums = checksums;
    checksum = new PageChecksum(pageSize);
    zeros = new byte[pageSize];
  }

  public int pageSize() {
    return pageSize;
  }

  /// What is wrong with the page, null when nothing is. A page that was never written, all zeros,
  /// is whole.
  ///
  /// @param offset where the page begins, a multiple of 4
  /// @param block its number in the fork, see [RelationFile#firstBlock(int)]
  public @Nullable String fault(byte[] buffer, int offset, int block) {
    if (isNew(buffer, offset)) {
      return Arrays.equals(buffer, offset, offset + pageSize, zeros, 0, pageSize)
          ? null
          : header(buffer, offset);
    }
    return writtenFault(buffer, offset, block);
  }

  /// As [#fault(byte[], int, int)] for a page that was copied while the server ran, of which a
  /// piece may be older than the rest: what the WAL from `start` to `stop` will overwrite is not
  /// looked at. The server too leaves these out when it verifies what it sends.
  public @Nullable String copiedFault(byte[] buffer, int offset, int block, long start, long stop) {
    if (isNew(buffer, offset)) {
      return null;
    }
    long lsn = lsn(buffer, offset).value();
    boolean healed = Long.compareUnsigned(lsn, start) >= 0 && Long.compareUnsigned(lsn, stop) <= 0;
    return healed ? null : writtenFault(buffer, offset, block);
  }

  /// The end of the last WAL record that changed the page.
  public static Lsn lsn(byte[] buffer, int offset) {
    return new Lsn(LittleEndian.u32(buffer, offset) << 32 | LittleEndian.u32(buffer, offset + 4));
  }

  private static boolean isNew(byte[] buffer, int offset) {
    return LittleEndian.u16(buffer, offset + 14) == 0;
  }

  private @Nullable String writtenFault(byte[] buffer, int offset, int block) {
    if (checksums) {
      int found = LittleEndian.u16(buffer, offset + 8);
      int calculated = checksum.of(buffer, offset, block);
      if (found != calculated) {
        return "page verification failed, calculated checksum "
            + calculated
            + " but expected "
            + found;
      }
    }
    return hasValidHeader(buffer, offset) ? null : header(buffer, offset);
  }

  private boolean hasValidHeader(byte[] buffer, int offset) {
    int lower = LittleEndian.u16(buffer, offset + 12);
    int upper = LittleEndian.u16(buffer, offset + 14);
    int special = LittleEndian.u16(buffer, offset + 16);
    return (LittleEndian.u16(buffer, offset + 10) & ~VALID_FLAGS) == 0
        && lower >= HEADER
        && lower <= upper
        && upper <= special
        && special <= pageSize
        && special % ALIGNMENT == 0
        && LittleEndian.u16(buffer, offset + 18) == (pageSize | LAYOUT_VERSION);
  }

  private static String header(byte[] buffer, int offset) {
    return "page header is invalid: flags %04X, lower %d, upper %d, special %d, size and version %04X"
        .formatted(
            LittleEndian.u16(buffer, offset + 10),
            LittleEndian.u16(buffer, offset + 12),
            LittleEndian.u16(buffer, offset + 14),
            LittleEndian.u16(buffer, offset + 16),
            LittleEndian.u16(buffer, offset + 18));
  }
}
