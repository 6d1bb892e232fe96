package io.jbackup.core.archive;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.compress.FrameDecompressor;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Single files out of an archive with few of them, found through the index: WAL segments.
public final class ArchivedFiles implements AutoCloseable {
  private final StoredBackup backup;
  private final StoredArchive archive;
  private final ObjectReader source;
  private final Map<String, Place> places = new HashMap<>();
  private final List<FramePlace> frames = new ArrayList<>();

  /// Where a file's data lie in the archive's raw bytes.
  private record Place(long offset, long size) {}

  private record FramePlace(long position, int stored, int raw, int crc) {}

  /// Opens the archive and reads its part of the index.
  public ArchivedFiles(StoredBackup backup, StoredArchive archive) {
    this.backup = backup;
    this.archive = archive;
    ObjectKey key = backup.key(archive.fileName());
    source = BackupIndex.open(backup, key, backup.store().describe(key));
    readIndex();
  }

  private void readIndex() {
    ObjectKey key = backup.key(StoredBackup.INDEX);
    String where = backup.store().describe(key);
    try (ObjectReader table = BackupIndex.open(backup, key, where);
        IndexLines lines =
            new IndexLines(where, table.stream(archive.indexOffset(), table.size()))) {
      long position = 0;
      String line = lines.next();
      while (line != null && !line.startsWith("archive ") && !line.startsWith("end ")) {
        String[] fields = lines.fields(line, 4);
        if (line.startsWith("file ")) {
          places.put(fields[3], new Place(lines.number(fields[1]), lines.number(fields[2])));
        } else {
          int stored = (int) lines.number(fields[1]);
          int raw = (int) lines.number(fields[2]);
          frames.add(new FramePlace(position, stored, raw, HexFormat.fromHexDigits(fields[3])));
          position += stored;
        }
        line = lines.next();
      }
    }
  }

  /// A file's bytes, empty when the archive has none of that name. Names are those of the index.
  /// Reading throws CorruptException when a frame is damaged.
  public Optional<InputStream> open(String name) {
    return Optional.ofNullable(places.get(name)).map(place -> new FileStream(place));
  }

  @Override
  public void close() {
    source.close();
  }

  private CorruptException damaged(int frame, String why) {
    return new CorruptException(
        "archive \""
            + archive.fileName()
            + "\" of backup "
            + backup.id()
            + " is damaged in frame "
            + frame
            + ": "
            + why,
        "Use another backup, and check the storage that this one lies on.");
  }

  /// Decompresses one frame after the other.
  private final class FileStream extends InputStream {
    private final FrameDecompressor decompressor = Compression.newDecompressor(archive.algorithm());
    private final byte[] raw = new byte[FrameArchiveWriter.FRAME];
    private byte[] stored = new byte[0];
    private int loaded = -1;
    private long position;
    private final long end;

    FileStream(Place place) {
      position = place.offset;
      end = place.offset + place.size;
    }

    @Override
    public int read() {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (position >= end) {
        return -1;
      }
      load((int) (position / FrameArchiveWriter.FRAME));
      int at = (int) (position % FrameArchiveWriter.FRAME);
      int part = (int) Math.min(Math.min(length, end - position), frames.get(loaded).raw - at);
      System.arraycopy(raw, at, target, offset, part);
      position += part;
      return part;
    }

    private void load(int number) {
      if (number == loaded) {
        return;
      }
      FramePlace frame = frames.get(number);
      if (stored.length < frame.stored) {
        stored = new byte[frame.stored];
      }
      CRC32C crc = new CRC32C();
      int read = source.read(frame.position, stored, 0, frame.stored);
      crc.update(stored, 0, read);
      if (read != frame.stored || (int) crc.getValue() != frame.crc) {
        throw damaged(number, "its CRC does not match the index");
      }
      try {
        decompressor.decompress(stored, frame.stored, raw);
      } catch (IllegalArgumentException e) {
        throw damaged(number, String.valueOf(e.getMessage()));
      }
      loaded = number;
    }

    @Override
    public void close() {
      decompressor.close();
    }
  }
}
