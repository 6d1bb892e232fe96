package io.jbackup.catalog.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalFileNameTest {
  private static final SegmentSize SIZE = new SegmentSize(16 << 20);
  private static final SegmentName SEGMENT = new SegmentName(0xF, 0x3_09L);

  @Test
  void theFourKindsAreTold() {
    String name = "0000000F0000000300000009";
    assertThat(WalFileName.parse(name, SIZE)).contains(new WalFileName.Segment(SEGMENT));
    assertThat(WalFileName.parse(name + ".partial", SIZE))
        .contains(new WalFileName.Partial(SEGMENT));
    assertThat(WalFileName.parse(name + ".000000D8.backup", SIZE))
        .contains(new WalFileName.BackupHistory(SEGMENT, 0xD8));
    assertThat(WalFileName.parse("FFFFFFFE.history", SIZE))
        .contains(new WalFileName.History(0xFFFFFFFE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0000000f0000000300000009",
        "0000000F0000000300000100",
        "0000000F000000030000000",
        "0000000F00000003000000090",
        "0000000F0000000300000009.zst",
        "0000000F0000000300000009.0000000.backup",
        "0000000F0000000300000009.0000000G.backup",
        "0000000F0000000300000009.-0000001.backup",
        "00000000.history",
        "0000000g.history",
        "+000000F0000000300000009",
        "../../../0000000F00000003"
      })
  void anythingElseIsNot(String name) {
    assertThat(WalFileName.parse(name, SIZE)).isEmpty();
  }

  @Test
  void namesAreWrittenAsTheyAreRead() {
    assertThat(SEGMENT.fileName(SIZE)).isEqualTo("0000000F0000000300000009");
    SegmentName last = new SegmentName(0xFFFFFFFF, 0xFFFF_FFFF_FFL);
    assertThat(last.fileName(SIZE)).isEqualTo("FFFFFFFFFFFFFFFF000000FF");
    assertThat(SegmentName.parse(last.fileName(SIZE), SIZE)).isEqualTo(last);
    assertThatThrownBy(() -> SegmentName.parse("0000000F0000000300000100", SIZE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SegmentName.parse("0000000F", SIZE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void positionsAreWrittenAsPostgresWritesThem() {
    for (String text : new String[] {"0/0", "0/1", "16/B374D848", "FFFFFFFF/FFFFFFFF", "1/0"}) {
      assertThat(Lsn.parse(text).toString()).isEqualTo(text);
    }
    assertThat(Lsn.parse("a/0000000f")).isEqualTo(Lsn.parse("A/F"));
    for (String bad : new String[] {"", "/", "1/", "/1", "1", "1/2/3", "123456789/0", "-1/0"}) {
      assertThatThrownBy(() -> Lsn.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
