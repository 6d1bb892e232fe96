package io.jbackup.core.protocol;

import java.util.ArrayList;
import java.util.List;

/// The options of `BASE_BACKUP` as PostgreSQL 15 and newer take them (PostgreSQL documentation,
/// "Streaming Replication Protocol").
///
/// @param label at most 1024 bytes in the server's encoding
/// @param wal whether the server appends the WAL that is needed to the main archive
/// @param waitForArchive whether the end waits for the last segment to be archived
/// @param maxRateKb kB/s, 32 to 1048576; 0 is unlimited
/// @param tablespaceMap a tablespace_map file instead of symbolic links
/// @param manifestChecksums NONE, CRC32C, SHA224, SHA256, SHA384 or SHA512
public record BaseBackupOptions(
    String label,
    boolean progress,
    boolean fastCheckpoint,
    boolean wal,
    boolean waitForArchive,
    int maxRateKb,
    boolean tablespaceMap,
    boolean verifyChecksums,
    boolean manifest,
    String manifestChecksums,
    boolean incremental) {

  public static Builder builder(String label) {
    return new Builder(label);
  }

  /// The replication command.
  String command() {
    List<String> options = new ArrayList<>();
    options.add("LABEL " + Quoting.literal(label));
    options.add("PROGRESS " + progress);
    options.add("CHECKPOINT " + (fastCheckpoint ? "'fast'" : "'spread'"));
    options.add("WAL " + wal);
    options.add("WAIT " + waitForArchive);
    if (maxRateKb > 0) {
      options.add("MAX_RATE " + maxRateKb);
    }
    options.add("TABLESPACE_MAP " + tablespaceMap);
    options.add("VERIFY_CHECKSUMS " + verifyChecksums);
    if (manifest) {
      options.add("MANIFEST 'yes'");
      options.add("MANIFEST_CHECKSUMS " + Quoting.literal(manifestChecksums));
    }
    if (incremental) {
      options.add("INCREMENTAL");
    }
    return "BASE_BACKUP (" + String.join(", ", options) + ")";
  }

  /// Starts from: fast checkpoint, sizes for progress, no WAL, no waiting, a tablespace map, page
  /// checksums verified, a manifest with CRC32C.
  public static final class Builder {
    private final String label;
    private boolean progress = true;
    private boolean fastCheckpoint = true;
    private boolean wal;
    private boolean waitForArchive;
    private int maxRateKb;
    private boolean tablespaceMap = true;
    private boolean verifyChecksums = true;
    private boolean manifest = true;
    private String manifestChecksums = "CRC32C";
    private boolean incremental;

    private Builder(String label) {
      this.label = label;
    }

    public Builder progress(boolean value) {
      progress = value;
      return this;
    }

    public Builder fastCheckpoint(boolean value) {
      fastCheckpoint = value;
      return this;
    }

    public Builder wal(boolean value) {
      wal = value;
      return this;
    }

    public Builder waitForArchive(boolean value) {
      waitForArchive = value;
      return this;
    }

    public Builder maxRateKb(int value) {
      maxRateKb = value;
      return this;
    }

    public Builder tablespaceMap(boolean value) {
      tablespaceMap = value;
      return this;
    }

    public Builder verifyChecksums(boolean value) {
      verifyChecksums = value;
      return this;
    }

    public Builder manifest(boolean value) {
      manifest = value;
      return this;
    }

    public Builder manifestChecksums(String algorithm) {
      manifestChecksums = algorithm;
      return this;
    }

    public Builder incremental(boolean value) {
      incremental = value;
      return this;
    }

    public BaseBackupOptions build() {
      return new BaseBackupOptions(
          label,
          progress,
          fastCheckpoint,
          wal,
          waitForArchive,
          maxRateKb,
          tablespaceMap,
          verifyChecksums,
          manifest,
          manifestChecksums,
          incremental);
    }
  }
}
