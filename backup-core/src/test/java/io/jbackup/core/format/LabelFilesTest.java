package io.jbackup.core.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.wal.Lsn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFilesTest {
  private static final String LABEL =
      """
      START WAL LOCATION: 1A/2000028 (file 000000030000001A00000002)
      CHECKPOINT LOCATION: 1A/2000060
      BACKUP METHOD: streamed
      BACKUP FROM: standby
      START TIME: 2026-11-22 01:44:59 UTC
      LABEL: nightly: the fünfte
      START TIMELINE: 3
      """;

  private static BackupLabel label(String text) {
    return BackupLabel.parse(text.getBytes(UTF_8), "base.tar:backup_label");
  }

  @Test
  void aLabelTellsWhereRecoveryBegins() {
    assertThat(label(LABEL))
        .isEqualTo(
            new BackupLabel(
                Lsn.parse("1A/2000028"),
                "000000030000001A00000002",
                Lsn.parse("1A/2000060"),
                "streamed",
                true,
                "2026-11-22 01:44:59 UTC",
                "nightly: the fünfte",
                3,
                Optional.empty()));
  }

  @Test
  void anIncrementalBackupNamesTheOneItRestsOn() {
    assertThat(
            label(LABEL + "INCREMENTAL FROM LSN: 19/0000F028\nINCREMENTAL FROM TLI: 2\n")
                .incrementalFrom())
        .contains(new BackupLabel.IncrementalFrom(2, Lsn.parse("19/F028")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"START WAL LOCATION", "CHECKPOINT LOCATION", "START TIMELINE"})
  void aMissingLineIsNamed(String name) {
    assertThatThrownBy(() -> label(LABEL.replace(name, "SOMETHING")))
        .isInstanceOf(CorruptException.class)
        .hasMessage("base.tar:backup_label is damaged: it has no line " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1A/2000028 (file )", "1A/2000028", "x (file 000000030000001A00000002)"})
  void aMalformedStartIsShown(String start) {
    String text = LABEL.replace("1A/2000028 (file 000000030000001A00000002)", start);
    assertThatThrownBy(() -> label(text))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("START WAL LOCATION is \"" + start.charAt(0));
  }

  @Test
  void tablespacePathsKeepTheirBytes() {
    byte[] content = "16387 /mnt/a b\n4294967295 /m\\\\n\\\nt/\u00E4\n".getBytes(ISO_8859_1);
    TablespaceMap map = TablespaceMap.parse(content, "tablespace_map");
    assertThat(map.entries())
        .isEqualTo(
            List.of(
                new TablespaceMap.Entry(16387, "/mnt/a b"),
                new TablespaceMap.Entry(4294967295L, "/m\\n\nt/\u00E4")));
    assertThat(map.toBytes()).isEqualTo(content);
    assertThat(TablespaceMap.parse(new byte[0], "x").entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"16387\n", "x /a\n", "0 /a\n", "4294967296 /a\n", "1 /a", "1 \n", "1 /\\"})
  void aMalformedMapIsDamage(String text) {
    assertThatThrownBy(() -> TablespaceMap.parse(text.getBytes(UTF_8), "tablespace_map"))
        .isInstanceOf(CorruptException.class);
  }
}
