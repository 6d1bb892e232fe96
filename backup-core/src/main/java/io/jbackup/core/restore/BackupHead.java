package io.jbackup.core.restore;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.core.archive.FrameArchiveReader;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.format.BackupLabel;
import io.jbackup.core.format.TablespaceMap;
import io.jbackup.core.format.TarEntry;
import io.jbackup.core.format.TarHandler;
import io.jbackup.core.format.TarReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The two files that a server puts in front of all others: where recovery begins, and where the
/// tablespaces lay.
record BackupHead(BackupLabel label, TablespaceMap tablespaces) {
  /// Reads the first frames of the data directory's archive. Throws CorruptException when there is
  /// no backup_label: a server would start from such a copy as after a crash, and spoil it.
  static BackupHead read(StoredBackup backup, StoredArchive main) {
    Head head = new Head();
    TarReader tar = new TarReader(main.fileName(), head);
    try {
      FrameArchiveReader.read(
          backup,
          main,
          1,
          (buffer, offset, length) -> {
            try {
              tar.feed(buffer, offset, length);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (HeadIsRead _) {
      return head.result(backup);
    }
    return head.result(backup);
  }

  private static final class HeadIsRead extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HeadIsRead() {
      super("", null, false, false);
    }
  }

  private static final class Head implements TarHandler {
    private final Map<String, ByteArrayOutputStream> files = new HashMap<>();
    private ByteArrayOutputStream current = new ByteArrayOutputStream();

    @Override
    public void begin(TarEntry entry) {
      if (!entry.name().equals(BackupLabel.NAME) && !entry.name().equals(TablespaceMap.NAME)) {
        throw new HeadIsRead();
      }
      current = new ByteArrayOutputStream();
      files.put(entry.name(), current);
    }

    @Override
    public void data(byte[] buffer, int offset, int length) {
      current.write(buffer, offset, length);
    }

    @Override
    public void end(TarEntry entry) {}

    BackupHead result(StoredBackup backup) {
      ByteArrayOutputStream label = files.get(BackupLabel.NAME);
      if (label == null) {
        throw new CorruptException(
            "backup " + backup.id() + " has no backup_label at its beginning",
            "Use another backup: without it a server would not recover, but start damaged.");
      }
      ByteArrayOutputStream map = files.get(TablespaceMap.NAME);
      String origin = " of backup " + backup.id();
      return new BackupHead(
          BackupLabel.parse(label.toByteArray(), BackupLabel.NAME + origin),
          map == null
              ? new TablespaceMap(List.of())
              : TablespaceMap.parse(map.toByteArray(), TablespaceMap.NAME + origin));
    }
  }
}
