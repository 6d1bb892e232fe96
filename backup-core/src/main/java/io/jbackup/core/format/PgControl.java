package io.jbackup.core.format;

import static io.jbackup.catalog.wal.LittleEndian.i32;
import static io.jbackup.catalog.wal.LittleEndian.i64;
import static io.jbackup.catalog.wal.LittleEndian.u32;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.catalog.wal.SegmentSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32C;

/// What `global/pg_control` says of a cluster (ControlFileData in PostgreSQL's pg_control.h; the
/// layout of 15 to 18 differs only in where the checksum lies).
///
/// @param systemId unsigned
/// @param majorVersion 15 to 18
/// @param checkpoint position of the last checkpoint's record
/// @param redo where recovery from that checkpoint begins
/// @param nextXid with its epoch in the upper half
/// @param minRecoveryPoint consistency is reached here; 0/0 in a primary
/// @param backupStart while a restored backup is being recovered, else 0/0
/// @param maxPreparedTransactions the server's setting when it last told
/// @param maxLocksPerTransaction likewise
/// @param checksumVersion of data pages, 0 when they have none
public record PgControl(
    long systemId,
    int controlVersion,
    int catalogVersion,
    int majorVersion,
    State state,
    Lsn checkpoint,
    Lsn redo,
    int timeline,
    int previousTimeline,
    boolean fullPageWrites,
    long nextXid,
    Instant checkpointTime,
    Lsn minRecoveryPoint,
    int minRecoveryTimeline,
    Lsn backupStart,
    Lsn backupEnd,
    WalLevel walLevel,
    int maxPreparedTransactions,
    int maxLocksPerTransaction,
    int blockSize,
    int relationSegmentBlocks,
    int walBlockSize,
    SegmentSize segmentSize,
    int checksumVersion) {
  /// Where the file lies in a data directory.
  public static final String PATH = "global/pg_control";

  private static final int READ_AT_MOST = 64 << 10;
  private static final String DAMAGED =
      "the file cannot be repaired: take it from a backup or from another copy of the cluster";

  /// DBState, in its order.
  public enum State {
    STARTUP,
    SHUT_DOWN,
    SHUT_DOWN_IN_RECOVERY,
    SHUTTING_DOWN,
    CRASH_RECOVERY,
    ARCHIVE_RECOVERY,
    IN_PRODUCTION
  }

  /// WalLevel, in its order.
  public enum WalLevel {
    MINIMAL,
    REPLICA,
    LOGICAL
  }

  /// Reads a data directory's file. Throws CatalogException when there is none, else as
  /// [#parse(byte\[\], String)].
  public static PgControl read(Path pgdata) {
    Path path = pgdata.resolve(PATH);
    try (var in = Files.newInputStream(path)) {
      return parse(in.readNBytes(READ_AT_MOST), path.toString());
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new CatalogException(
          pgdata + " is not a data directory: it has no " + PATH,
          "name the directory that holds PG_VERSION, as SHOW data_directory tells it",
          e);
    } catch (IOException e) {
      throw new StorageException(
          "unable to read " + path + ": " + e.getMessage(),
          "run as the user who owns the data directory",
          e);
    }
  }

  /// Reads the file's first bytes (it has 8192, of which less than 300 are used). Throws
  /// CorruptException when they are damaged, IdentityException when another PostgreSQL version
  /// wrote them.
  ///
  /// @param origin what to call the file in a message
  public static PgControl parse(byte[] bytes, String origin) {
    if (bytes.length < 16) {
      throw corrupt(origin, "has only " + bytes.length + " bytes");
    }
    int controlVersion = i32(bytes, 8);
    int catalogVersion = i32(bytes, 12);
    int crcAt = PgVersion.controlCrcOffset(controlVersion, origin);
    requireChecksum(bytes, crcAt, origin);
    int major = PgVersion.major(catalogVersion, origin);
    try {
      return fields(bytes, controlVersion, catalogVersion, major);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new CorruptException(origin + " has values that cannot be: " + e.getMessage(), DAMAGED);
    }
  }

  private static PgControl fields(byte[] bytes, int controlVersion, int catalogVersion, int major) {
    return new PgControl(
        i64(bytes, 0),
        controlVersion,
        catalogVersion,
        major,
        State.values()[i32(bytes, 16)],
        new Lsn(i64(bytes, 32)),
        new Lsn(i64(bytes, 40)),
        i32(bytes, 48),
        i32(bytes, 52),
        bytes[56] != 0,
        i64(bytes, 64),
        Instant.ofEpochSecond(i64(bytes, 104)),
        new Lsn(i64(bytes, 136)),
        i32(bytes, 144),
        new Lsn(i64(bytes, 152)),
        new Lsn(i64(bytes, 160)),
        WalLevel.values()[i32(bytes, 172)],
        i32(bytes, 192),
        i32(bytes, 196),
        i32(bytes, 216),
        i32(bytes, 220),
        i32(bytes, 224),
        new SegmentSize(i32(bytes, 228)),
        i32(bytes, 252));
  }

  private static void requireChecksum(byte[] bytes, int crcAt, String origin) {
    if (bytes.length < crcAt + 4) {
      throw corrupt(origin, "has only " + bytes.length + " bytes");
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, crcAt);
    if (crc.getValue() != u32(bytes, crcAt)) {
      throw corrupt(origin, "does not match its checksum");
    }
  }

  private static CorruptException corrupt(String origin, String why) {
    return new CorruptException(origin + " is damaged: it " + why, DAMAGED);
  }

  /// The system identifier as PostgreSQL prints it.
  public String systemIdText() {
    return Long.toUnsignedString(systemId);
  }

  /// Whether data pages carry checksums.
  public boolean checksums() {
    return checksumVersion != 0;
  }
}
