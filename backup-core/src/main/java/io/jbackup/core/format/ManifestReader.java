package io.jbackup.core.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads a `backup_manifest` of version 1 or 2 (PostgreSQL documentation, "Backup Manifest Format")
/// in constant memory, and checks it against its own checksum.
public final class ManifestReader {
  private static final String HINT =
      "the backup cannot be verified against a damaged manifest; keep it only if there is no other";
  private static final JsonFactory JSON = new JsonFactory();

  private final String origin;
  private final ManifestVisitor visitor;
  private final ManifestBytes bytes;
  private final JsonParser parser;
  private int version;
  private OptionalLong systemId = OptionalLong.empty();
  private final List<WalRange> walRanges = new ArrayList<>();
  private long files;
  private long size;
  private String checksum = "";

  /// What a manifest says besides its files.
  ///
  /// @param version 1, or 2 from PostgreSQL 17
  /// @param systemId unsigned; from version 2
  /// @param files how many were visited
  /// @param bytes sum of their sizes
  /// @param checksum the manifest's own SHA-256, lower-case hexadecimal
  public record Summary(
      int version,
      OptionalLong systemId,
      List<WalRange> walRanges,
      long files,
      long bytes,
      String checksum) {}

  private ManifestReader(InputStream in, String origin, ManifestVisitor visitor)
      throws IOException {
    this.origin = origin;
    this.visitor = visitor;
    this.bytes = new ManifestBytes(in);
    this.parser = JSON.createParser(bytes);
  }

  /// Reads to the end, without closing the stream. Throws CorruptException, which names the
  /// position, when the manifest is damaged, and IdentityException when its version is not known.
  ///
  /// @param origin what to call the manifest in a message
  public static Summary read(InputStream in, String origin, ManifestVisitor visitor)
      throws IOException {
    ManifestReader reader = new ManifestReader(in, origin, visitor);
    try (JsonParser parser = reader.parser) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      return reader.read();
    } catch (StreamReadException e) {
      throw reader.corrupt(e.getOriginalMessage(), e.getLocation(), e);
    }
  }

  private Summary read() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      readMember(parser.currentName());
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    if (parser.nextToken() != null) {
      throw corrupt("there is something after the end");
    }
    if (version == 0 || checksum.isEmpty()) {
      throw corrupt("it has no " + (version == 0 ? "version" : "checksum of its own"));
    }
    String actual = bytes.checksum();
    if (!actual.equals(checksum)) {
      throw corrupt("its bytes have the checksum " + actual + ", it says " + checksum);
    }
    return new Summary(version, systemId, List.copyOf(walRanges), files, size, checksum);
  }

  private void readMember(String name) throws IOException {
    JsonToken value = parser.nextToken();
    switch (name) {
      case "PostgreSQL-Backup-Manifest-Version" -> readVersion();
      case "System-Identifier" -> systemId = OptionalLong.of(unsigned(parser.getText()));
      case "Files" -> readFiles(value);
      case "WAL-Ranges" -> readWalRanges(value);
      case "Manifest-Checksum" -> checksum = parser.getText();
      default -> throw corrupt("unknown member \"" + name + '"');
    }
  }

  private void readVersion() throws IOException {
    version = parser.getIntValue();
    if (version < 1 || version > 2) {
      throw new IdentityException(
          origin + " has the unknown manifest version " + version,
          "manifests of PostgreSQL 15 to 18 have version 1 or 2");
    }
  }

  private void readFiles(JsonToken first) throws IOException {
    expect(first, JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      ManifestFile file = new ManifestEntry(parser, this).file();
      files++;
      size += file.size();
      visitor.file(file);
    }
    expect(parser.currentToken(), JsonToken.END_ARRAY);
  }

  private void readWalRanges(JsonToken first) throws IOException {
    expect(first, JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      walRanges.add(new ManifestEntry(parser, this).walRange());
    }
    expect(parser.currentToken(), JsonToken.END_ARRAY);
  }

  private long unsigned(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw corrupt("not a number: \"" + text + '"', parser.currentTokenLocation(), e);
    }
  }

  private void expect(@Nullable JsonToken actual, JsonToken expected) {
    if (actual != expected) {
      throw corrupt(expected + " expected, found " + actual);
    }
  }

  CorruptException corrupt(String why) {
    return corrupt(why, parser.currentTokenLocation(), null);
  }

  CorruptException corrupt(String why, JsonLocation at, @Nullable Throwable cause) {
    return new CorruptException(
        origin
            + " is damaged at line "
            + at.getLineNr()
            + ", byte "
            + at.getByteOffset()
            + ": "
            + why,
        HINT,
        cause);
  }
}
