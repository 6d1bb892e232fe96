package io.jbackup.core.verify;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.FrameArchiveReader;
import io.jbackup.core.archive.IndexedFiles;
import io.jbackup.core.archive.IndexedFiles.IndexedFile;
import io.jbackup.core.archive.StoredArchive;
import io.jbackup.core.format.TarReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one archive to its end, whatever is damaged in it. Files are found by the index, so that
/// those behind a damaged frame are known although their tar headers may lie in it.
final class ArchiveWalk implements AutoCloseable {
  private static final int NAMED = 3;

  private final StoredBackup backup;
  private final StoredArchive archive;
  private final FileVisitor visitor;
  private final Damages damages;
  private final Progress progress;
  private final IndexedFiles files;
  private final IndexedFiles layout;
  private @Nullable TarReader tar;
  private @Nullable IndexedFile current;
  private boolean open;
  private long position;

  ArchiveWalk(
      StoredBackup backup,
      StoredArchive archive,
      FileVisitor visitor,
      Damages damages,
      Progress progress) {
    this.backup = backup;
    this.archive = archive;
    this.visitor = visitor;
    this.damages = damages;
    this.progress = progress;
    files = new IndexedFiles(backup, archive);
    layout = new IndexedFiles(backup, archive);
    tar = new TarReader(archive.fileName(), new TarLayout(layout));
    current = files.next();
  }

  /// Throws CorruptException only when the archive is not there or its part of the index cannot be
  /// read.
  void run(int threads) {
    FrameArchiveReader.survey(backup, archive, threads, this::gap, this::data);
    TarReader whole = tar;
    if (whole != null) {
      try {
        whole.finish();
      } catch (CorruptException e) {
        damages.add(e);
      }
    }
    if (current != null) {
      throw new CorruptException(
          "the index names files beyond the end of archive \"" + archive.fileName() + "\"",
          "Use another backup.");
    }
  }

  private void data(byte[] buffer, int offset, int length) {
    feedTar(buffer, offset, length);
    int at = offset;
    int end = offset + length;
    settle();
    while (at < end) {
      int step = step(end - at);
      if (open) {
        visitor.data(buffer, at, step);
      }
      at += step;
      position += step;
      settle();
    }
    progress.advance(length);
  }

  /// After a gap, or when the structure is wrong, only the index tells where files are.
  private void feedTar(byte[] buffer, int offset, int length) {
    if (tar == null) {
      return;
    }
    try {
      tar.feed(buffer, offset, length);
    } catch (CorruptException e) {
      tar = null;
      damages.add(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void gap(int length, CorruptException why) {
    tar = null;
    List<String> lost = new ArrayList<>();
    long files = 0;
    long end = position + length;
    settle();
    while (position < end) {
      int step = step((int) (end - position));
      if (open) {
        String name = visitor.gap(step);
        files++;
        if (lost.size() < NAMED) {
          lost.add(name);
        }
      }
      position += step;
      settle();
    }
    damages.add(why.getMessage() + words(lost, files));
    progress.advance(length);
  }

  private static String words(List<String> lost, long files) {
    if (files == 0) {
      return "";
    }
    String more = files > lost.size() ? " and " + (files - lost.size()) + " more files" : "";
    return "; it holds " + String.join(", ", lost) + more;
  }

  /// How far the present file, or what lies before the next one, goes on: `rest` at most.
  private int step(int rest) {
    if (current == null) {
      return rest;
    }
    long border = open ? current.end() : current.offset();
    return (int) Math.min(rest, border - position);
  }

  /// Begins and ends the files that begin and end here.
  private void settle() {
    while (current != null && position >= (open ? current.end() : current.offset())) {
      if (open) {
        visitor.end(current);
        open = false;
        current = files.next();
        requireOrder(current);
      } else {
        visitor.begin(current);
        open = true;
      }
    }
  }

  private void requireOrder(@Nullable IndexedFile next) {
    if (next != null && next.offset() < position) {
      throw new CorruptException(
          "the index of backup " + backup.id() + " is damaged: its files overlap",
          "Use another backup.");
    }
  }

  @Override
  public void close() {
    try (files) {
      layout.close();
    }
  }
}
