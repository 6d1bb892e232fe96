package io.jbackup.core.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.wal.Lsn;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final String HEAD =
      """
      { "PostgreSQL-Backup-Manifest-Version": 2,
      "System-Identifier": 17452669531959647984,
      "Files": [
      """;
  private static final String FILES =
      """
      { "Path": "PG_VERSION", "Size": 3, "Last-Modified": "2026-11-22 01:44:59 GMT", "Checksum-Algorithm": "CRC32C", "Checksum": "8a744722" },
      { "Path": "a \\"\\u00e4\\" ü", "Size": 0, "Last-Modified": "2026-11-22 01:44:59 GMT" },
      { "Encoded-Path": "62617365ff", "Size": 5000000000, "Last-Modified": "2026-11-22 01:44:59 GMT", "Checksum-Algorithm": "SHA224", "Checksum": "FF000000000000000000000000000000000000000000000000000000" }
      """;
  private static final String TAIL =
      """
      ],
      "WAL-Ranges": [
      { "Timeline": 4294967295, "Start-LSN": "0/2000028", "End-LSN": "A/02000100" }
      ],
      """;

  private final List<ManifestFile> files = new ArrayList<>();

  private static byte[] sign(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    String checksum = HexFormat.of().formatHex(digest);
    return (text + "\"Manifest-Checksum\": \"" + checksum + "\"}\n").getBytes(UTF_8);
  }

  private ManifestReader.Summary read(InputStream in) throws IOException {
    files.clear();
    return ManifestReader.read(in, "backup_manifest", files::add);
  }

  private ManifestReader.Summary read(byte[] manifest) throws IOException {
    return read(new ByteArrayInputStream(manifest));
  }

  @Test
  void filesAndRangesAreRead() throws Exception {
    ManifestReader.Summary summary = read(sign(HEAD + FILES + TAIL));
    String time = "2026-11-22 01:44:59 GMT";
    assertThat(files)
        .containsExactly(
            new ManifestFile("PG_VERSION", 3, time, new ManifestChecksum.Crc32c(0x2247748a)),
            new ManifestFile(
                new String("a \"ä\" ü".getBytes(UTF_8), ISO_8859_1),
                0,
                time,
                new ManifestChecksum.None()),
            new ManifestFile(
                "base\u00FF",
                5_000_000_000L,
                time,
                new ManifestChecksum.Hash("SHA-224", "ff" + "0".repeat(54))));
    assertThat(summary.version()).isEqualTo(2);
    assertThat(summary.systemId()).isEqualTo(OptionalLong.of(0xF234_5678_9ABC_DEF0L));
    assertThat(summary.files()).isEqualTo(3);
    assertThat(summary.bytes()).isEqualTo(5_000_000_003L);
    assertThat(summary.walRanges())
        .containsExactly(new WalRange(-1, Lsn.parse("0/2000028"), Lsn.parse("A/2000100")));
  }

  @Test
  void theCutOfTheReadsDoesNotMatter() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(sign(HEAD + FILES + TAIL))) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(40)));
          }
        };
    assertThat(read(slow).files()).as("seed %d", seed).isEqualTo(3);
  }

  @Test
  void everyFlippedByteIsNoticed() throws Exception {
    byte[] whole = sign(HEAD + FILES + TAIL);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < whole.length - 1; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> read(damaged))
          .as("seed %d, byte %d", seed, i)
          .isInstanceOfAny(CorruptException.class, IdentityException.class)
          .hasMessageContaining("backup_manifest");
    }
  }

  @Test
  void everyCutIsNoticed() throws Exception {
    byte[] whole = sign(HEAD + FILES + TAIL);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut at %d", length)
          .isInstanceOf(CorruptException.class);
    }
  }

  @Test
  void aManyFilesManifestIsReadInPieces() throws Exception {
    StringBuilder many = new StringBuilder(HEAD);
    for (int i = 0; i < 20_000; i++) {
      many.append("{ \"Path\": \"base/5/")
          .append(i)
          .append("\", \"Size\": 1, \"Last-Modified\": \"x\" },\n");
    }
    assertThat(read(sign(many + FILES + TAIL)).files()).isEqualTo(20_003);
  }

  @Test
  void anUnknownVersionIsRefused() {
    assertThatThrownBy(
            () -> read(sign(HEAD.replace("Version\": 2", "Version\": 3") + FILES + TAIL)))
        .isInstanceOf(IdentityException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"Size\": 3 }",
        "{ \"Path\": \"a\" }",
        "{ \"Path\": \"a\", \"Encoded-Path\": \"61\", \"Size\": 3 }",
        "{ \"Encoded-Path\": \"6\", \"Size\": 3 }",
        "{ \"Path\": \"a\", \"Size\": -1 }",
        "{ \"Path\": \"a\", \"Size\": 1e40 }",
        "{ \"Path\": \"a\", \"Size\": \"x\" }",
        "{ \"Path\": \"a\", \"Size\": {} }",
        "{ \"Path\": \"a\", \"Size\": 3, \"Checksum\": \"00\" }",
        "{ \"Path\": \"a\", \"Size\": 3, \"Checksum-Algorithm\": \"CRC32C\", \"Checksum\": \"00\" }",
        "{ \"Path\": \"a\", \"Size\": 3, \"Checksum-Algorithm\": \"MD5\", \"Checksum\": \"00\" }",
        "[]",
        "7"
      })
  void aMalformedFileIsDamageEvenWhenSigned(String file) {
    assertThatThrownBy(() -> read(sign(HEAD + file + "\n" + TAIL)))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("at line 4");
  }
}
