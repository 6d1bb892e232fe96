package io.jbackup.core.archive;

import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.compress.FrameCompressor;
import io.jbackup.catalog.store.ObjectWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Writes one archive: raw bytes are cut into frames of 1 MiB, which threads compress and one
/// thread writes in order. Owned by one thread, which must close it.
public final class FrameArchiveWriter implements AutoCloseable {
  /// Raw bytes of a frame; only an archive's last one is shorter.
  public static final int FRAME = 1 << 20;

  private final ObjectWriter target;
  private final FrameRing ring;
  private final List<Thread> threads = new ArrayList<>();
  private final FrameSink frames;
  private FrameSlot current;
  private long storedBytes;

  /// Starts `workers` compressing threads and a writing one. Closes `target` when it is closed.
  public FrameArchiveWriter(
      String name, ObjectWriter target, Compression compression, int workers, FrameSink frames) {
    this.target = target;
    this.frames = frames;
    try (FrameCompressor sample = compression.newCompressor()) {
      ring = new FrameRing(2 * workers + 2, sample.maxFrameLength(FRAME));
    }
    for (int i = 0; i < workers; i++) {
      threads.add(ring.start("compress " + name + " " + (i + 1), () -> compress(compression)));
    }
    threads.add(ring.start("write " + name, this::writeFrames));
    current = ring.free();
    current.rawLength = 0;
  }

  private void compress(Compression compression) {
    try (FrameCompressor compressor = compression.newCompressor()) {
      for (FrameSlot slot = ring.work(); slot != null; slot = ring.work()) {
        slot.storedLength = compressor.compress(slot.raw, 0, slot.rawLength, slot.stored);
        ring.done(slot);
      }
    }
  }

  private void writeFrames() {
    CRC32C crc = new CRC32C();
    for (FrameSlot slot = ring.take(); slot != null; slot = ring.take()) {
      target.write(slot.stored, 0, slot.storedLength);
      crc.reset();
      crc.update(slot.stored, 0, slot.storedLength);
      frames.frame(slot.storedLength, slot.rawLength, (int) crc.getValue());
      storedBytes += slot.storedLength;
      ring.release();
    }
  }

  /// Adds raw bytes. Throws what made compressing or writing fail.
  public void write(byte[] source, int offset, int length) {
    int from = offset;
    int rest = length;
    while (rest > 0) {
      int part = Math.min(rest, FRAME - current.rawLength);
      System.arraycopy(source, from, current.raw, current.rawLength, part);
      current.rawLength += part;
      from += part;
      rest -= part;
      if (current.rawLength == FRAME) {
        nextFrame();
      }
    }
  }

  private void nextFrame() {
    ring.fill();
    current = ring.free();
    current.rawLength = 0;
  }

  /// Writes what is left and makes the archive durable and visible. Returns its stored bytes.
  public long commit() {
    if (current.rawLength > 0) {
      ring.fill();
    }
    ring.finish();
    FrameRing.join(threads);
    ring.rethrow();
    target.commit();
    return storedBytes;
  }

  /// Stops the threads, and drops the archive unless it was committed.
  @Override
  public void close() {
    ring.fail(Cancellation.closed());
    FrameRing.join(threads);
    target.close();
  }
}
