package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, (64 << 10) - 1, 64 << 10, (64 << 10) + 1, 3_000_000})
  void whatIsWrittenComesBackAsOftenAsWanted(int size) throws IOException {
    Random random = new Random(size);
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Pieces pieces = new Pieces();
    for (int at = 0; at < size; ) {
      int count = Math.min(size - at, random.nextInt(200_000));
      pieces.write(bytes, at, count);
      at += count;
    }

    assertThat(pieces.length()).isEqualTo(size);
    assertThat(pieces.checksum()).isEqualTo(Checksum.of(bytes, size));
    assertThat(pieces.stream().readAllBytes()).isEqualTo(bytes);
    assertThat(pieces.stream().readAllBytes()).isEqualTo(bytes);
    ByteArrayOutputStream moved = new ByteArrayOutputStream();
    pieces.moveTo(moved::write);
    assertThat(moved.toByteArray()).isEqualTo(bytes);
    assertThat(pieces.length()).isZero();
    assertThat(pieces.stream().readAllBytes()).isEmpty();
  }
}
