package io.jbackup.core.archive;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.compress.FrameCompressor;
import io.jbackup.catalog.compress.FrameDecompressor;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/// Reads an archive back: one thread reads frames, others decompress them, the caller gets the raw
/// bytes in order. The CRC32C of every frame and the length of its raw bytes are checked.
public final class FrameArchiveReader {
  private final StoredBackup backup;
  private final StoredArchive archive;
  private final String where;
  private final FrameRing ring;
  private final List<Thread> threads = new ArrayList<>();

  private FrameArchiveReader(StoredBackup backup, StoredArchive archive, int workers) {
    this.backup = backup;
    this.archive = archive;
    where = backup.store().describe(backup.key(archive.fileName()));
    try (FrameCompressor sample = Compression.of(archive.algorithm()).newCompressor()) {
      ring = new FrameRing(2 * workers + 2, sample.maxFrameLength(FrameArchiveWriter.FRAME));
    }
  }

  /// Delivers the whole archive to `sink` on the calling thread, using `workers` threads to
  /// decompress. Throws CorruptException naming archive and frame when something is damaged, and
  /// CancelledException when the caller is interrupted.
  public static void read(StoredBackup backup, StoredArchive archive, int workers, RawSink sink) {
    FrameArchiveReader reader = new FrameArchiveReader(backup, archive, workers);
    try {
      reader.start(workers);
      reader.deliver(sink);
    } finally {
      reader.stop();
    }
  }

  private void start(int workers) {
    threads.add(ring.start("read " + archive.fileName(), this::readFrames));
    for (int i = 0; i < workers; i++) {
      threads.add(ring.start("decompress " + archive.fileName() + " " + (i + 1), this::decompress));
    }
  }

  private void deliver(RawSink sink) {
    for (FrameSlot slot = ring.take(); slot != null; slot = ring.take()) {
      sink.accept(slot.raw, 0, slot.rawLength);
      ring.release();
    }
  }

  private void stop() {
    ring.fail(Cancellation.closed());
    FrameRing.join(threads);
  }

  private void readFrames() {
    ObjectKey index = backup.key(StoredBackup.INDEX);
    String indexName = backup.store().describe(index);
    try (ObjectReader source = BackupIndex.open(backup, backup.key(archive.fileName()), where);
        ObjectReader table = BackupIndex.open(backup, index, indexName);
        IndexLines lines =
            new IndexLines(indexName, table.stream(archive.indexOffset(), table.size()))) {
      long position = 0;
      for (long number = 0; number < archive.frames(); ) {
        String line = lines.next();
        if (line == null) {
          throw lines.damaged("it ends too early");
        }
        if (line.startsWith("frame ")) {
          position += readFrame(source, lines, line, position, number);
          number++;
        }
      }
      if (position != source.size()) {
        throw damaged(archive.frames(), "there is data after its last frame");
      }
    }
    ring.finish();
  }

  /// Returns the frame's stored length.
  private int readFrame(
      ObjectReader source, IndexLines lines, String line, long position, long number) {
    String[] fields = lines.fields(line, 4);
    FrameSlot slot = ring.free();
    long stored = lines.number(fields[1]);
    long raw = lines.number(fields[2]);
    if (stored < 0 || stored > slot.stored.length || raw < 0 || raw > slot.raw.length) {
      throw lines.damaged("a frame has an impossible length");
    }
    slot.number = number;
    slot.storedLength = (int) stored;
    slot.rawLength = (int) raw;
    slot.storedCrc = HexFormat.fromHexDigits(fields[3]);
    if (source.read(position, slot.stored, 0, slot.storedLength) != slot.storedLength) {
      throw damaged(number, "the file ends inside it");
    }
    ring.fill();
    return slot.storedLength;
  }

  private void decompress() {
    CRC32C crc = new CRC32C();
    try (FrameDecompressor decompressor = Compression.newDecompressor(archive.algorithm())) {
      for (FrameSlot slot = ring.work(); slot != null; slot = ring.work()) {
        decompress(slot, crc, decompressor);
        ring.done(slot);
      }
    }
  }

  private void decompress(FrameSlot slot, CRC32C crc, FrameDecompressor decompressor) {
    crc.reset();
    crc.update(slot.stored, 0, slot.storedLength);
    if ((int) crc.getValue() != slot.storedCrc) {
      throw damaged(slot.number, "its CRC does not match the index");
    }
    int length;
    try {
      length = decompressor.decompress(slot.stored, slot.storedLength, slot.raw);
    } catch (IllegalArgumentException e) {
      throw damaged(slot.number, String.valueOf(e.getMessage()));
    }
    if (length != slot.rawLength) {
      throw damaged(slot.number, "it holds " + length + " bytes instead of " + slot.rawLength);
    }
  }

  private CorruptException damaged(long frame, String why) {
    return new CorruptException(
        "archive \""
            + where
            + "\" of backup "
            + backup.id()
            + " is damaged in frame "
            + frame
            + ": "
            + why,
        "Use another backup, and check the storage that this one lies on.");
  }
}
