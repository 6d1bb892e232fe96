package io.jbackup.catalog.archive;

import io.jbackup.catalog.store.ObjectWriter;
import org.jspecify.annotations.Nullable;

/// A file that is ready to appear in the archive: checked, compressed and durable, or found there
/// already. To be published or closed, by any one thread.
public final class PendingFile implements AutoCloseable {
  private final Settlement settlement;
  private final @Nullable ObjectWriter writer;
  private final @Nullable PublishResult decided;
  private final long rawBytes;
  private final long storedBytes;
  private final @Nullable String warning;

  private PendingFile(
      Settlement settlement,
      @Nullable ObjectWriter writer,
      @Nullable PublishResult decided,
      long rawBytes,
      long storedBytes,
      @Nullable String warning) {
    this.settlement = settlement;
    this.writer = writer;
    this.decided = decided;
    this.rawBytes = rawBytes;
    this.storedBytes = storedBytes;
    this.warning = warning;
  }

  static PendingFile decided(Settlement settlement, PublishResult result) {
    return new PendingFile(settlement, null, result, 0, 0, null);
  }

  static PendingFile written(
      Settlement settlement,
      ObjectWriter writer,
      long rawBytes,
      long storedBytes,
      @Nullable String warning) {
    return new PendingFile(settlement, writer, null, rawBytes, storedBytes, warning);
  }

  /// What is wrong with the file although it is archived as it is, null when nothing is.
  public @Nullable String warning() {
    return warning;
  }

  /// Makes the file visible under its final name, unless another content is there. That name is
  /// durable, and success may be reported, only after [WalArchive#sync()]: one call serves many
  /// files.
  public PublishResult publish() {
    if (decided != null) {
      return decided;
    }
    if (writer == null) {
      throw new IllegalStateException("neither written nor decided");
    }
    return settlement.publish(writer, rawBytes, storedBytes);
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
