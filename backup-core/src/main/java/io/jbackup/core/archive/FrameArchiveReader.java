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
  private final int workers;
  private final FrameRing ring;
  private final List<Thread> threads = new ArrayList<>();
  private final boolean goesOn;

  private FrameArchiveReader(
      StoredBackup backup, StoredArchive archive, int wanted, boolean goesOn) {
    this.backup = backup;
    workers = FrameThreads.fit(wanted, backup.store());
    this.archive = archive;
    this.goesOn = goesOn;
    where = backup.store().describe(backup.key(archive.fileName()));
    try (FrameCompressor sample = Compression.of(archive.algorithm()).newCompressor()) {
      ring = new FrameRing(2 * workers + 2, sample.maxFrameLength(FrameArchiveWriter.FRAME));
    }
  }

  /// Delivers the whole archive to `sink` on the calling thread, using `workers` threads to
  /// decompress, or as many as [FrameThreads] allows. Throws CorruptException naming archive and
  /// frame when something is damaged, and CancelledException when the caller is interrupted.
  public static void read(StoredBackup backup, StoredArchive archive, int workers, RawSink sink) {
    FrameArchiveReader reader = new FrameArchiveReader(backup, archive, workers, false);
    reader.run(
        (_, why) -> {
          throw why;
        },
        sink);
  }

  /// As [#read(StoredBackup, StoredArchive, int, RawSink)], but goes on after damage: `damage` is
  /// told of a frame instead of `sink`. Throws CorruptException when the archive is not there.
  public static void survey(
      StoredBackup backup, StoredArchive archive, int workers, DamageSink damage, RawSink sink) {
    new FrameArchiveReader(backup, archive, workers, true).run(damage, sink);
  }

  private void run(DamageSink damage, RawSink sink) {
    try {
      start();
      deliver(damage, sink);
    } finally {
      stop();
    }
  }

  private void start() {
    threads.add(ring.start("read " + archive.fileName(), this::readFrames));
    for (int i = 0; i < workers; i++) {
      threads.add(ring.start("decompress " + archive.fileName() + " " + (i + 1), this::decompress));
    }
  }

  private void deliver(DamageSink damage, RawSink sink) {
    for (FrameSlot slot = ring.take(); slot != null; slot = ring.take()) {
      if (slot.damage == null) {
        sink.accept(slot.raw, 0, slot.rawLength);
      } else {
        damage.damaged(slot.rawLength, slot.damage);
      }
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
      if (position < source.size()) {
        FrameSlot slot = ring.free();
        slot.rawLength = 0;
        slot.damage = refuse(archive.frames(), "there is data after its last frame");
        ring.fill();
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
    slot.damage =
        source.read(position, slot.stored, 0, slot.storedLength) == slot.storedLength
            ? null
            : refuse(number, "the file ends before its end");
    ring.fill();
    return slot.storedLength;
  }

  private void decompress() {
    CRC32C crc = new CRC32C();
    try (FrameDecompressor decompressor = Compression.newDecompressor(archive.algorithm())) {
      for (FrameSlot slot = ring.work(); slot != null; slot = ring.work()) {
        if (slot.damage == null) {
          decompress(slot, crc, decompressor);
        }
        ring.done(slot);
      }
    }
  }

  private void decompress(FrameSlot slot, CRC32C crc, FrameDecompressor decompressor) {
    crc.reset();
    crc.update(slot.stored, 0, slot.storedLength);
    if ((int) crc.getValue() != slot.storedCrc) {
      slot.damage = refuse(slot.number, "its CRC does not match the index");
      return;
    }
    try {
      int length = decompressor.decompress(slot.stored, slot.storedLength, slot.raw);
      if (length != slot.rawLength) {
        String why = "it holds " + length + " bytes instead of " + slot.rawLength;
        slot.damage = refuse(slot.number, why);
      }
    } catch (IllegalArgumentException e) {
      slot.damage = refuse(slot.number, String.valueOf(e.getMessage()));
    }
  }

  /// What to say of a damaged frame; throws it unless the reader goes on.
  private CorruptException refuse(long frame, String why) {
    CorruptException damage = damaged(frame, why);
    if (!goesOn) {
      throw damage;
    }
    return damage;
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
