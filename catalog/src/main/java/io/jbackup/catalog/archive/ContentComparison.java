package io.jbackup.catalog.archive;

import io.jbackup.catalog.archive.PublishResult.Difference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Compares what is stored under a name with what a server wants to store, byte by byte, whatever
/// the stored form is compressed with.
final class ContentComparison {
  private static final int PIECE = 256 * 1024;

  private final byte[] stored = new byte[PIECE];
  private final byte[] given = new byte[PIECE];
  private final CRC32C storedChecksum = new CRC32C();
  private final CRC32C givenChecksum = new CRC32C();
  private long difference = -1;

  private ContentComparison() {}

  /// Empty when the contents are the same.
  static Optional<Difference> compare(WalArchive archive, ArchivedFile file, Path source) {
    try (InputStream in = archive.open(file);
        SourceFile other = SourceFile.open(source)) {
      ContentComparison comparison = new ContentComparison();
      comparison.run(in, other);
      return comparison.difference < 0
          ? Optional.empty()
          : Optional.of(
              new Difference(
                  comparison.difference,
                  (int) comparison.storedChecksum.getValue(),
                  (int) comparison.givenChecksum.getValue(),
                  file.modified(),
                  other.modified()));
    } catch (IOException e) {
      // An archived stream throws its failures as BackupExceptions.
      throw new UncheckedIOException(e);
    }
  }

  /// Reads both to their ends, for the sake of the checksums.
  private void run(InputStream in, SourceFile other) throws IOException {
    long position = 0;
    int storedLength;
    int givenLength;
    do {
      storedLength = in.readNBytes(stored, 0, PIECE);
      givenLength = other.read(given);
      storedChecksum.update(stored, 0, storedLength);
      givenChecksum.update(given, 0, givenLength);
      int mismatch = Arrays.mismatch(stored, 0, storedLength, given, 0, givenLength);
      if (mismatch >= 0 && difference < 0) {
        difference = position + mismatch;
      }
      position += PIECE;
    } while (storedLength == PIECE || givenLength == PIECE);
  }
}
