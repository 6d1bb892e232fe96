package io.jbackup.core.verify;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.format.PgPath;
import io.jbackup.core.page.PageCheck;
import io.jbackup.core.page.RelationFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts the data of one relation's file after the other into pages and checks them.
final class PageWalk {
  private static final int MIN_PAGE = 1 << 10;
  private static final int MAX_PAGE = 1 << 15;

  private final PageCheck check;
  private final int size;
  private final long start;
  private final long stop;
  private final Damages damages;
  private final byte[] kept;
  private @Nullable RelationFile file;
  private String name = "";
  private long position;
  private int keptLength;

  private PageWalk(int size, boolean checksums, Lsn start, Lsn stop, Damages damages) {
    this.size = size;
    this.start = start.value();
    this.stop = stop.value();
    this.damages = damages;
    check = new PageCheck(size, checksums);
    kept = new byte[size];
  }

  /// Empty when the control file does not tell what has to be known.
  static Optional<PageWalk> of(StoredBackup backup, Damages damages) {
    BackupControl control = backup.control();
    long size = control.number(ControlField.BLOCK_SIZE).orElse(0);
    Optional<Lsn> start = control.lsn(ControlField.START_LSN);
    Optional<Lsn> stop = control.lsn(ControlField.STOP_LSN);
    boolean known = size >= MIN_PAGE && size <= MAX_PAGE && Long.bitCount(size) == 1;
    if (!known || start.isEmpty() || stop.isEmpty()) {
      return Optional.empty();
    }
    boolean checksums = control.number(ControlField.CHECKSUM_VERSION).orElse(0) != 0;
    return Optional.of(new PageWalk((int) size, checksums, start.get(), stop.get(), damages));
  }

  /// A file begins; the name is from the data directory on.
  void begin(String path) {
    file = RelationFile.of(path).orElse(null);
    name = path;
    position = 0;
    keptLength = 0;
  }

  /// Whether the present file holds pages.
  boolean holdsPages() {
    return file != null;
  }

  void data(byte[] buffer, int offset, int length) {
    RelationFile relation = file;
    if (relation == null) {
      return;
    }
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int inPage = (int) (position % size);
      int step = Math.min(end - at, size - inPage);
      if (step == size) {
        page(relation, buffer, at);
      } else if (keptLength == inPage) {
        System.arraycopy(buffer, at, kept, inPage, step);
        keptLength = inPage + step;
        if (keptLength == size) {
          page(relation, kept, 0);
          keptLength = 0;
        }
      }
      at += step;
      position += step;
    }
  }

  /// Some bytes are not known: the pages that they are part of are passed over.
  void gap(int length) {
    position += length;
    keptLength = 0;
  }

  /// The numbers of the blocks that the next `length` bytes belong to.
  String blocks(int length) {
    int base = file == null ? 0 : file.firstBlock(RelationFile.usualSegmentBlocks(size));
    long first = Integer.toUnsignedLong(base) + position / size;
    long last = Integer.toUnsignedLong(base) + (position + length - 1) / size;
    return first == last ? "block " + first : "blocks " + first + " to " + last;
  }

  private void page(RelationFile relation, byte[] buffer, int offset) {
    int block =
        relation.firstBlock(RelationFile.usualSegmentBlocks(size)) + (int) (position / size);
    String fault = check.copiedFault(buffer, offset, block, start, stop);
    if (fault != null) {
      damages.add(
          "Corruption detected in file \""
              + PgPath.display(name)
              + "\", block "
              + Integer.toUnsignedLong(block)
              + ": "
              + fault);
    }
  }
}
