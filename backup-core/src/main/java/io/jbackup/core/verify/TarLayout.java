package io.jbackup.core.verify;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.core.archive.IndexedFiles;
import io.jbackup.core.archive.IndexedFiles.IndexedFile;
import io.jbackup.core.format.PgPath;
import io.jbackup.core.format.TarEntry;
import io.jbackup.core.format.TarHandler;
import org.jspecify.annotations.Nullable;

/// Holds the members of a tar archive against the index: who restores without the index finds the
/// same files.
final class TarLayout implements TarHandler {
  private final IndexedFiles expected;

  TarLayout(IndexedFiles expected) {
    this.expected = expected;
  }

  @Override
  public void begin(TarEntry entry) {
    switch (entry.type()) {
      case FILE -> compare(entry, expected.next());
      case DIRECTORY, SYMLINK -> {}
      case HARD_LINK ->
          throw new CorruptException(
              "unexpected hard link \"" + PgPath.display(entry.name()) + "\" in the archive",
              "Use another backup.");
    }
  }

  private static void compare(TarEntry entry, @Nullable IndexedFile indexed) {
    boolean same =
        indexed != null
            && indexed.name().equals(entry.name())
            && indexed.size() == entry.size()
            && indexed.offset() == entry.dataOffset();
    if (!same) {
      throw new CorruptException(
          "the archive has file \""
              + PgPath.display(entry.name())
              + "\" of "
              + entry.size()
              + " bytes at "
              + entry.dataOffset()
              + ", the index has "
              + (indexed == null ? "none" : PgPath.display(indexed.name()) + " there"),
          "Use another backup.");
    }
  }

  @Override
  public void data(byte[] buffer, int offset, int length) {
    // Files are looked at where the index says that they are.
  }

  @Override
  public void end(TarEntry entry) {
    // Files are looked at where the index says that they are.
  }
}
