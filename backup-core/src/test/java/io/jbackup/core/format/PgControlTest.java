package io.jbackup.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.wal.Lsn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgControlTest {
  private static byte[] control(int version, int catalog, ByteOrder order) {
    ByteBuffer out = ByteBuffer.allocate(8192).order(order);
    out.putLong(0, 0xF234_5678_9ABC_DEF0L).putInt(8, version).putInt(12, catalog);
    out.putInt(16, 6).putLong(32, 0x5000060L).putLong(40, 0x5000028L).putInt(48, 3).putInt(52, 2);
    out.put(56, (byte) 1).putLong(64, 0x1_0000_0300L).putLong(136, 0x7000000L).putInt(144, 3);
    out.putInt(172, 1).putInt(216, 8192).putInt(220, 131072).putInt(224, 8192);
    out.putInt(228, 16 << 20).putInt(252, 1);
    int end = version >= 1800 ? 292 : 288;
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, end);
    return out.putInt(end, (int) crc.getValue()).array();
  }

  private static byte[] control(int version, int catalog) {
    return control(version, catalog, ByteOrder.LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @CsvSource({"1300,202209061,15", "1300,202307071,16", "1700,202406281,17", "1800,202506291,18"})
  void eachMajorIsRead(int version, int catalog, int major) {
    PgControl control = PgControl.parse(control(version, catalog), "pg_control");
    assertThat(control.majorVersion()).isEqualTo(major);
    assertThat(control.systemIdText()).isEqualTo("17452669531959647984");
    assertThat(control.state()).isEqualTo(PgControl.State.IN_PRODUCTION);
    assertThat(control.redo()).isEqualTo(Lsn.parse("0/5000028"));
    assertThat(control.minRecoveryPoint()).isEqualTo(Lsn.parse("0/7000000"));
    assertThat(control.nextXid()).isEqualTo(0x1_0000_0300L);
    assertThat(control.walLevel()).isEqualTo(PgControl.WalLevel.REPLICA);
    assertThat(control.segmentSize().bytes()).isEqualTo(16 << 20);
    assertThat(control.checksums()).isTrue();
    assertThat(control.fullPageWrites()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1300,202007201", "1300,202107181", "1300,202200000", "1902,202605131", "1100,1"})
  void otherVersionsAreRefusedAsSuch(int version, int catalog) {
    assertThatThrownBy(() -> PgControl.parse(control(version, catalog), "pg_control"))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("pg_control")
        .hasMessageContaining("not supported");
  }

  @Test
  void theOtherByteOrderIsTold() {
    assertThatThrownBy(
            () -> PgControl.parse(control(1800, 202506291, ByteOrder.BIG_ENDIAN), "pg_control"))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("byte order");
  }

  @Test
  void everyFlippedByteIsNoticed() {
    byte[] whole = control(1800, 202506291);
    for (int i = 0; i < 296; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      assertThatThrownBy(() -> PgControl.parse(damaged, "/data/global/pg_control"))
          .as("byte %d", i)
          .isInstanceOfAny(CorruptException.class, IdentityException.class)
          .hasMessageContaining("/data/global/pg_control");
    }
  }

  @Test
  void everyCutIsNoticed() {
    byte[] whole = control(1700, 202406281);
    for (int length = 0; length < 292; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> PgControl.parse(cut, "pg_control"))
          .isInstanceOf(CorruptException.class);
    }
    assertThat(PgControl.parse(Arrays.copyOf(whole, 292), "pg_control").majorVersion())
        .isEqualTo(17);
  }

  @Test
  void anyOtherDirectoryIsNotADataDirectory(@TempDir Path directory) {
    assertThatThrownBy(() -> PgControl.read(directory))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(directory + " is not a data directory");
    assertThatThrownBy(() -> PgControl.read(directory.resolve("missing")))
        .isInstanceOf(CatalogException.class);
  }
}
