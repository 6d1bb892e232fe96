package io.jbackup.core.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jbackup.catalog.wal.LittleEndian;
import io.jbackup.catalog.wal.Lsn;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One object of the manifest's lists: a file or a WAL range, whose values are all scalars. Begins
/// after the opening brace and ends with the closing one.
final class ManifestEntry {
  private final JsonParser parser;
  private final ManifestReader reader;
  private @Nullable String path;
  private @Nullable String encodedPath;
  private @Nullable String algorithm;
  private @Nullable String checksum;
  private @Nullable String start;
  private @Nullable String end;
  private String lastModified = "";
  private long size = -1;
  private long timeline = -1;

  ManifestEntry(JsonParser parser, ManifestReader reader) throws IOException {
    this.parser = parser;
    this.reader = reader;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!parser.nextToken().isScalarValue()) {
        throw reader.corrupt("\"" + name + "\" is not a plain value");
      }
      readMember(name);
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw reader.corrupt("END_OBJECT expected, found " + parser.currentToken());
    }
  }

  private void readMember(String name) throws IOException {
    switch (name) {
      case "Path" -> path = parser.getText();
      case "Encoded-Path" -> encodedPath = parser.getText();
      case "Size" -> size = parser.getLongValue();
      case "Last-Modified" -> lastModified = parser.getText();
      case "Checksum-Algorithm" -> algorithm = parser.getText();
      case "Checksum" -> checksum = parser.getText();
      case "Timeline" -> timeline = parser.getLongValue();
      case "Start-LSN" -> start = parser.getText();
      case "End-LSN" -> end = parser.getText();
      default -> throw reader.corrupt("unknown member \"" + name + '"');
    }
  }

  ManifestFile file() {
    if (size < 0) {
      throw reader.corrupt("a file has no size");
    }
    return new ManifestFile(name(), size, lastModified, checksum());
  }

  WalRange walRange() {
    if (timeline < 1 || timeline > 0xFFFFFFFFL || start == null || end == null) {
      throw reader.corrupt("a WAL range is not complete");
    }
    try {
      return new WalRange((int) timeline, Lsn.parse(start), Lsn.parse(end));
    } catch (IllegalArgumentException e) {
      throw reader.corrupt(String.valueOf(e.getMessage()));
    }
  }

  private String name() {
    String name = "";
    if (path != null && encodedPath == null) {
      name = PgPath.ofText(path);
    } else if (path == null && encodedPath != null) {
      byte[] bytes = hex(encodedPath);
      name = PgPath.of(bytes, 0, bytes.length);
    }
    if (name.isEmpty()) {
      throw reader.corrupt("a file has no name, or two");
    }
    return name;
  }

  private ManifestChecksum checksum() {
    if (algorithm == null && checksum == null) {
      return new ManifestChecksum.None();
    }
    if (algorithm == null || checksum == null) {
      throw reader.corrupt("a checksum is not complete");
    }
    return switch (algorithm) {
      case "CRC32C" -> new ManifestChecksum.Crc32c(memoryOrder(hex(checksum, 4)));
      case "SHA224" -> hash("SHA-224", checksum, 28);
      case "SHA256" -> hash("SHA-256", checksum, 32);
      case "SHA384" -> hash("SHA-384", checksum, 48);
      case "SHA512" -> hash("SHA-512", checksum, 64);
      default -> throw reader.corrupt("unknown checksum algorithm \"" + algorithm + '"');
    };
  }

  private ManifestChecksum hash(String name, String value, int bytes) {
    hex(value, bytes);
    return new ManifestChecksum.Hash(name, value.toLowerCase(Locale.ROOT));
  }

  private static int memoryOrder(byte[] crc) {
    return LittleEndian.i32(crc, 0);
  }

  private byte[] hex(String text, int length) {
    byte[] bytes = hex(text);
    if (bytes.length != length) {
      throw reader.corrupt("a checksum of " + length + " bytes expected: \"" + text + '"');
    }
    return bytes;
  }

  private byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException _) {
      throw reader.corrupt("not hexadecimal: \"" + text + '"');
    }
  }
}
