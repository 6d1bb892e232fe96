package io.jbackup.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelationFileTest {
  @ParameterizedTest
  @CsvSource({
    "base/5/16384, 0",
    "base/5/16384.3, 3",
    "base/5/16384_fsm, 0",
    "base/5/16384_vm.12, 12",
    "base/5/16384_init, 0",
    "global/1262, 0",
    "pg_tblspc/16400/PG_18_202506291/5/16401.1, 1",
  })
  void forksOfRelationsHoldPages(String path, int segment) {
    assertThat(RelationFile.of(path).orElseThrow().segment()).isEqualTo(segment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "global/pg_control",
        "global/pg_filenode.map",
        "base/5/pg_internal.init",
        "base/5/PG_VERSION",
        "base/5/t3_16384",
        "base/5/16384.old",
        "base/5/16384_fsm.x",
        "base/pgsql_tmp/16384",
        "pg_xact/0000",
        "pg_wal/000000010000000000000001",
        "pg_multixact/offsets/0000",
        "PG_VERSION",
        "other/base/5/16384",
      })
  void otherFilesDoNot(String path) {
    assertThat(RelationFile.of(path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"base/5/1, 0", "base/5/1.1, 131072", "base/5/1.32767, 4294836224"})
  void blocksAreNumberedAcrossTheFiles(String path, long block) {
    RelationFile file = RelationFile.of(path).orElseThrow();
    int blocks = RelationFile.usualSegmentBlocks(8192);
    assertThat(Integer.toUnsignedLong(file.firstBlock(blocks))).isEqualTo(block);
  }
}
