package io.jbackup.core.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CorruptException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static final String LONG_NAME = "base/" + "d".repeat(140) + "/\u00E4\u00FF";

  /// Keeps everything, and checks that the calls come in order.
  private static final class Members implements TarHandler {
    final List<TarEntry> entries = new ArrayList<>();
    final List<byte[]> contents = new ArrayList<>();
    private ByteArrayOutputStream data = new ByteArrayOutputStream();
    private boolean open;

    @Override
    public void begin(TarEntry entry) {
      assertThat(open).isFalse();
      open = true;
      data = new ByteArrayOutputStream();
      entries.add(entry);
    }

    @Override
    public void data(byte[] buffer, int offset, int length) {
      assertThat(open).isTrue();
      data.write(buffer, offset, length);
    }

    @Override
    public void end(TarEntry entry) {
      assertThat(entry).isSameAs(entries.getLast());
      open = false;
      contents.add(data.toByteArray());
    }
  }

  private static byte[] archive(int longFiles, byte[]... contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, 1024, "ISO-8859-1")) {
      out.setLongFileMode(longFiles);
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
      TarArchiveEntry directory = new TarArchiveEntry("base/");
      directory.setMode(0700);
      directory.setModTime(1_700_000_000_000L);
      out.putArchiveEntry(directory);
      out.closeArchiveEntry();
      TarArchiveEntry link = new TarArchiveEntry("pg_tblspc/16387", TarConstants.LF_SYMLINK);
      link.setLinkName("/mnt/ts");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
      for (int i = 0; i < contents.length; i++) {
        TarArchiveEntry file = new TarArchiveEntry(i == 0 ? LONG_NAME : "f" + i);
        file.setSize(contents[i].length);
        file.setMode(0600);
        out.putArchiveEntry(file);
        out.write(contents[i]);
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Members read(byte[] archive, Random random) throws IOException {
    Members members = new Members();
    TarReader reader = new TarReader("base.tar", members);
    byte[] chunk = new byte[4000];
    for (int at = 0; at < archive.length; ) {
      int step = Math.min(1 + random.nextInt(3000), archive.length - at);
      int shift = random.nextInt(900);
      System.arraycopy(archive, at, chunk, shift, step);
      reader.feed(chunk, shift, step);
      Arrays.fill(chunk, (byte) 0x55);
      at += step;
    }
    reader.finish();
    assertThat(reader.position()).isEqualTo(archive.length);
    return members;
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void membersAreFoundWhateverTheCut(int longFiles) throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[][] contents = new byte[20][];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = new byte[i % 5 == 0 ? 512 * (i / 5) : random.nextInt(20_000)];
      random.nextBytes(contents[i]);
    }
    byte[] archive = archive(longFiles, contents);

    Members members = read(archive, random);

    assertThat(members.entries).as("seed %d", seed).hasSize(22);
    assertThat(members.entries.get(0))
        .isEqualTo(
            new TarEntry("base", TarEntry.Type.DIRECTORY, 0700, 0, "", 1_700_000_000L, 0, 512));
    assertThat(members.entries.get(1).type()).isEqualTo(TarEntry.Type.SYMLINK);
    assertThat(members.entries.get(1).linkTarget()).isEqualTo("/mnt/ts");
    assertThat(members.entries.get(2).headerOffset()).isEqualTo(1024);
    for (int i = 0; i < contents.length; i++) {
      TarEntry entry = members.entries.get(i + 2);
      assertThat(entry.type()).isEqualTo(TarEntry.Type.FILE);
      assertThat(entry.mode()).isEqualTo(0600);
      assertThat(entry.size()).isEqualTo(contents[i].length);
      assertThat(members.contents.get(i + 2)).isEqualTo(contents[i]);
      int at = (int) entry.dataOffset();
      assertThat(Arrays.copyOfRange(archive, at, at + contents[i].length)).isEqualTo(contents[i]);
    }
    if (longFiles == TarArchiveOutputStream.LONGFILE_GNU) {
      assertThat(members.entries.get(2).name()).isEqualTo(LONG_NAME);
    }
  }

  @Test
  void aPosixPrefixIsPartOfTheName() throws IOException {
    byte[] archive = new byte[2048];
    put(archive, 0, "tail");
    put(archive, 345, "head/middle");
    put(archive, 257, "ustar\000000");
    finishHeader(archive, "00000000000");
    assertThat(read(archive, new Random(1)).entries.getFirst().name())
        .isEqualTo("head/middle/tail");
    put(archive, 257, "ustar  \0");
    finishHeader(archive, "00000000000");
    assertThat(read(archive, new Random(1)).entries.getFirst().name())
        .as("GNU keeps other things there")
        .isEqualTo("tail");
  }

  @Test
  void sizesAboveEightGibibytesAreInBase256() throws IOException {
    byte[] archive = new byte[512];
    put(archive, 0, "huge");
    finishHeader(archive, "\u0080\0\0\0\0\0\0\u0002\0\0\0\0");
    Members members = new Members();
    new TarReader("base.tar", members).feed(archive, 0, 512);
    assertThat(members.entries.getFirst().size()).isEqualTo(2L << 32);
  }

  private static void put(byte[] archive, int at, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, archive, at, bytes.length);
  }

  private static void finishHeader(byte[] archive, String size) {
    put(archive, 124, size);
    put(archive, 148, "        ");
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += archive[i] & 0xFF;
    }
    put(archive, 148, "%06o\0 ".formatted(sum));
  }

  @Test
  void everyFlippedByteOfAHeaderIsNoticed() throws IOException {
    byte[] archive = archive(TarArchiveOutputStream.LONGFILE_GNU, new byte[700], new byte[10]);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int offset = 0; offset < 512; offset++) {
      byte[] damaged = archive.clone();
      damaged[1024 + offset] ^= (byte) (1 + random.nextInt(255));
      if (offset >= 148 && offset < 156) {
        continue;
      }
      assertThatThrownBy(() -> read(damaged, random))
          .as("seed %d, offset %d", seed, offset)
          .isInstanceOf(CorruptException.class)
          .hasMessageContaining("base.tar is damaged at offset");
    }
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    byte[] archive = archive(TarArchiveOutputStream.LONGFILE_POSIX, new byte[700], new byte[10]);
    int end = archive.length;
    while (end >= 512 && new TarHeader(Arrays.copyOfRange(archive, end - 512, end)).allZero()) {
      end -= 512;
    }
    for (int length = 0; length < end + 1024; length += 31) {
      byte[] cut = Arrays.copyOf(archive, length);
      assertThatThrownBy(() -> read(cut, new Random(7)))
          .as("cut at %d", length)
          .isInstanceOf(CorruptException.class);
    }
  }

  @Test
  void dataAfterTheEndAreDamage() throws IOException {
    byte[] archive = archive(TarArchiveOutputStream.LONGFILE_GNU, new byte[10]);
    byte[] longer = Arrays.copyOf(archive, archive.length + 1);
    longer[archive.length] = 1;
    assertThatThrownBy(() -> read(longer, new Random(7)))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("data after its end");
  }

  @Test
  void whatIsNotTarIsNotReadAsTar() {
    byte[] noise = new byte[4096];
    new Random(3).nextBytes(noise);
    assertThatThrownBy(() -> read(noise, new Random(7))).isInstanceOf(CorruptException.class);
  }
}
