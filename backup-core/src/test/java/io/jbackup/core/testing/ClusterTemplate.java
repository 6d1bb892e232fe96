package io.jbackup.core.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// What initdb makes, kept beside the binaries: it takes a second of processor time each time, and
/// tests want some hundreds of clusters.
final class ClusterTemplate {
  interface Initdb {
    void run(Path data) throws IOException;
  }

  /// Where xlp_sysid is in the header of a segment's first page (xlog_internal.h).
  private static final int WAL_SYSTEM_ID = 24;

  private static final SecureRandom RANDOM = new SecureRandom();

  private ClusterTemplate() {}

  /// Puts a new cluster into `data`, which is not there yet.
  ///
  /// @param options of initdb, other than where; nothing that lies elsewhere
  static void copy(int major, List<String> options, Path data, Initdb initdb) throws IOException {
    Path template =
        PostgresBinaries.directory(major).resolve("template" + String.join("", options));
    if (!Files.exists(template)) {
      make(template, initdb);
    }
    copyTree(template, data);
    identify(data, RANDOM.nextLong() >>> 1);
  }

  private static void make(Path template, Initdb initdb) throws IOException {
    Path directory = Files.createTempDirectory(template.getParent(), "initdb");
    Path made = directory.resolve("data");
    initdb.run(made);
    try {
      Files.move(made, template, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was faster.
      if (!Files.exists(template)) {
        throw e;
      }
    }
    PostgresBinaries.removeTree(directory);
  }

  /// Copies a data directory that no server uses.
  static void copyTree(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isSymbolicLink(file)) {
          throw new FileAlreadyExistsException(
              file.toString(), null, "a copy would share what this link leads to");
        }
        Files.copy(
            file,
            target.resolve(source.relativize(file)),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static void identify(Path data, long systemId) throws IOException {
    Path control = data.resolve("global/pg_control");
    byte[] bytes = Files.readAllBytes(control);
    ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int checksumAt = checksumAt(control, bytes, fields);
    fields.putLong(0, systemId);
    fields.putInt(checksumAt, checksum(bytes, checksumAt));
    Files.write(control, bytes, StandardOpenOption.WRITE);
    try (Stream<Path> segments = Files.list(data.resolve("pg_wal"))) {
      for (Path segment : (Iterable<Path>) segments.filter(Files::isRegularFile)::iterator) {
        identifySegment(segment, systemId);
      }
    }
  }

  private static void identifySegment(Path segment, long systemId) throws IOException {
    try (var channel = Files.newByteChannel(segment, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(WAL_SYSTEM_ID).write(bytes.putLong(0, systemId));
    }
  }

  /// The place differs between versions; it holds the checksum of all that is before it.
  private static int checksumAt(Path control, byte[] bytes, ByteBuffer fields) throws IOException {
    for (int at = Long.BYTES; at + Integer.BYTES <= bytes.length; at += Integer.BYTES) {
      if (fields.getInt(at) == checksum(bytes, at)) {
        return at;
      }
    }
    throw new IOException(control + " has no checksum");
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }
}
