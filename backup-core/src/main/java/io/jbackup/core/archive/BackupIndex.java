package io.jbackup.core.archive;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The archives of a backup as its index lists them, in the order they were written.
public final class BackupIndex {
  private final List<StoredArchive> archives;
  private final long files;

  private BackupIndex(List<StoredArchive> archives, long files) {
    this.archives = List.copyOf(archives);
    this.files = files;
  }

  /// Reads the index and holds it against the control file's `content-crc`. Throws CorruptException
  /// when it is absent or damaged.
  public static BackupIndex read(StoredBackup backup) {
    ObjectKey key = backup.key(StoredBackup.INDEX);
    String where = backup.store().describe(key);
    try (ObjectReader reader = open(backup, key, where);
        IndexLines lines = new IndexLines(where, reader.stream(0, reader.size()))) {
      Parser parser = new Parser(lines);
      BackupIndex index = parser.parse();
      OptionalLong expected = backup.control().number(ControlField.CONTENT_CRC);
      if (expected.isPresent() && expected.getAsLong() != lines.crc()) {
        throw lines.damaged("its CRC is " + lines.crc() + " instead of " + expected.getAsLong());
      }
      return index;
    }
  }

  static ObjectReader open(StoredBackup backup, ObjectKey key, String where) {
    return backup
        .store()
        .open(key)
        .orElseThrow(() ->
            new CorruptException(
                "backup " + backup.id() + " is damaged: \"" + where + "\" does not exist",
                "Use another backup."));
  }

  public List<StoredArchive> archives() {
    return archives;
  }

  /// How many files the archives hold together.
  public long files() {
    return files;
  }

  /// The archive of the main data directory.
  public StoredArchive main() {
    return archives.stream()
        .filter(StoredArchive::isMain)
        .findFirst()
        .orElseThrow(() ->
            new CorruptException(
                "the index names no archive of the data directory", "Use another backup."));
  }

  /// The archive of the WAL, empty for ARCHIVE backups.
  public Optional<StoredArchive> wal() {
    return archives.stream().filter(StoredArchive::isWal).findFirst();
  }

  /// Sums up the sections of one index.
  private static final class Parser {
    private final IndexLines lines;
    private final List<StoredArchive> archives = new ArrayList<>();
    private @Nullable StoredArchive open;
    private long frames;
    private long files;

    Parser(IndexLines lines) {
      this.lines = lines;
    }

    BackupIndex parse() {
      if (!IndexWriter.HEADER.equals(lines.next())) {
        throw lines.damaged("it does not begin with \"" + IndexWriter.HEADER + "\"");
      }
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (line.startsWith("end ")) {
          return end(line);
        }
        add(line);
      }
      throw lines.damaged("it has no end");
    }

    private void add(String line) {
      if (line.startsWith("frame ")) {
        String[] fields = lines.fields(line, 4);
        addFrame(lines.number(fields[1]), lines.number(fields[2]));
      } else if (line.startsWith("file ")) {
        files++;
      } else if (line.startsWith("archive ")) {
        String[] fields = lines.fields(line, 4);
        closeArchive();
        Algorithm algorithm = algorithm(fields[2]);
        long oid = lines.number(fields[3]);
        open = new StoredArchive(fields[1], algorithm, oid, 0, 0, 0, lines.position());
      } else {
        throw lines.damaged("a line begins with none of archive, frame, file and end");
      }
    }

    private Algorithm algorithm(String name) {
      try {
        return Algorithm.parse(name);
      } catch (UsageException e) {
        throw lines.damaged(String.valueOf(e.getMessage()));
      }
    }

    private void addFrame(long stored, long raw) {
      StoredArchive a = open;
      if (a == null) {
        throw lines.damaged("a frame belongs to no archive");
      }
      frames++;
      open =
          new StoredArchive(
              a.fileName(),
              a.algorithm(),
              a.tablespaceOid(),
              a.rawBytes() + raw,
              a.storedBytes() + stored,
              a.frames() + 1,
              a.indexOffset());
    }

    private void closeArchive() {
      if (open != null) {
        archives.add(open);
      }
    }

    private BackupIndex end(String line) {
      closeArchive();
      String[] fields = lines.fields(line, 3);
      boolean complete =
          lines.number(fields[1]) == frames
              && lines.number(fields[2]) == files
              && lines.next() == null;
      if (!complete) {
        throw lines.damaged("its end does not fit what precedes it");
      }
      return new BackupIndex(archives, files);
    }
  }
}
