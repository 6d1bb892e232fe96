package io.jbackup.core.checkdb;

import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.store.StorageFailures;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.Progress;
import io.jbackup.core.checkdb.ClusterFiles.PageFile;
import io.jbackup.core.page.PageCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Reads files of pages, whatever the server does to them meanwhile. For one thread.
final class FileScan {
  private static final int CHUNK = 1 << 20;
  private static final int ATTEMPTS = 6;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  /// Where so many pages are damaged, a disk died: there is no use in waiting for each of them.
  private static final int PATIENCE = 64;

  private final PageCheck check;
  private final int segmentBlocks;
  private final Lsn runStart;
  private final Progress progress;
  private final byte[] chunk = new byte[CHUNK];
  private final byte[] page;
  private final byte[] before;
  private long pages;
  private int damaged;

  /// Is told of pages that stay damaged however often they are read.
  interface Finder {
    /// Called for each of them.
    ///
    /// @param block its number in the relation's fork
    /// @param newer whether it was written, by its LSN, after the run began
    void damaged(PageFile file, long block, String why, boolean newer);
  }

  /// @param runStart pages of a later LSN were written since the run began
  FileScan(PageCheck check, int segmentBlocks, Lsn runStart, Progress progress) {
    this.check = check;
    this.segmentBlocks = segmentBlocks;
    this.runStart = runStart;
    this.progress = progress;
    page = new byte[check.pageSize()];
    before = new byte[check.pageSize()];
  }

  /// How many pages were looked at.
  long pages() {
    return pages;
  }

  /// Reads a whole file. One that is gone, or was cut short, is what the server wanted.
  void scan(PageFile file, Finder finder) {
    int size = check.pageSize();
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.wrap(chunk);
      long position = 0;
      for (int length = read(channel, buffer, position);
          length >= size;
          length = read(channel, buffer, position)) {
        int whole = length - length % size;
        for (int at = 0; at < whole; at += size) {
          page(file, channel, at, position + at, finder);
        }
        position += whole;
        pages += whole / size;
        progress.advance(whole);
      }
    } catch (NoSuchFileException _) {
      progress.advance(0);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("interrupted", "Run the command again.", e);
      }
      throw StorageFailures.of("read", file.path(), e);
    }
  }

  private static int read(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    buffer.clear();
    while (buffer.hasRemaining()) {
      int step = channel.read(buffer, position + buffer.position());
      if (step < 0) {
        break;
      }
    }
    return buffer.position();
  }

  private void page(PageFile file, FileChannel channel, int at, long position, Finder finder)
      throws IOException {
    int block = block(file, position);
    if (check.fault(chunk, at, block) == null) {
      return;
    }
    System.arraycopy(chunk, at, page, 0, page.length);
    String fault = again(channel, position, block);
    if (fault != null) {
      damaged++;
      boolean newer = runStart.isBefore(PageCheck.lsn(page, 0));
      finder.damaged(file, Integer.toUnsignedLong(block), fault, newer);
    }
  }

  private int block(PageFile file, long position) {
    return file.relation().firstBlock(segmentBlocks) + (int) (position / check.pageSize());
  }

  /// Reads a page again, after longer and longer pauses, until it is whole or stays the same: half
  /// of it may have been written when it was read. Returns what is still wrong, null when nothing
  /// is or the page is not there any more.
  private @Nullable String again(FileChannel channel, long position, int block) throws IOException {
    long pause = damaged < PATIENCE ? FIRST_PAUSE : 0;
    int attempts = damaged < PATIENCE ? ATTEMPTS : 1;
    String fault = "";
    boolean same = false;
    for (int attempt = 0; attempt < attempts && !same; attempt++) {
      LockSupport.parkNanos(pause);
      pause *= 2;
      System.arraycopy(page, 0, before, 0, page.length);
      if (read(channel, ByteBuffer.wrap(page), position) < page.length) {
        return null;
      }
      fault = check.fault(page, 0, block);
      if (fault == null) {
        return null;
      }
      same = attempt > 0 && Arrays.equals(page, before);
    }
    return fault;
  }

  /// Looks at one page once more, in the file that has the name now.
  @Nullable String recheck(PageFile file, long block) {
    long position =
        (block - Integer.toUnsignedLong(file.relation().firstBlock(segmentBlocks)))
            * check.pageSize();
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      return again(channel, position, (int) block);
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      throw StorageFailures.of("read", file.path(), e);
    }
  }
}
