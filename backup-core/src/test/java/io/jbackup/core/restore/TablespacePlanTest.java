package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.core.format.TablespaceMap;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablespacePlanTest {
  private static final Path DATA = Path.of("/new/data");
  private static final TablespaceMap MAP =
      new TablespaceMap(
          List.of(
              new TablespaceMap.Entry(16384, "/mnt/one"),
              new TablespaceMap.Entry(16385, "/mnt/two")));

  private static TablespacePlan plan(TablespaceMap map, String... mappings) {
    return TablespacePlan.of(
        new BackupId("B"),
        map,
        List.of(mappings).stream().map(TablespaceMapping::parse).toList(),
        DATA);
  }

  @Test
  void unmappedTablespacesKeepTheirDirectories() {
    TablespacePlan plan = plan(MAP, "/mnt/two=/new/two");
    assertThat(plan.targets())
        .extracting(TablespacePlan.Target::directory)
        .containsExactly(Path.of("/mnt/one"), Path.of("/new/two"));
    assertThat(plan.toMap().entries().getLast().path()).isEqualTo("/new/two");
    assertThat(plan(MAP).toMap()).isEqualTo(MAP);
  }

  @Test
  void aMappingThatFitsNoTablespaceIsRefused() {
    assertThatThrownBy(() -> plan(MAP, "/mnt/three=/new/three"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(
            "--tablespace-mapping option's old directory doesn't have an entry in tablespace_map"
                + " file: \"/mnt/three\"");
    assertThatThrownBy(() -> plan(new TablespaceMap(List.of()), "/mnt/one=/new/one"))
        .hasMessage("Backup B has no tablespaceses, nothing to remap");
  }

  @Test
  void twoTablespacesCannotShareADirectory() {
    assertThatThrownBy(() -> plan(MAP, "/mnt/one=/mnt/two"))
        .hasMessage("two tablespaces would be restored to \"/mnt/two\"");
    assertThatThrownBy(() -> plan(MAP, "/mnt/one=/a", "/mnt/one=/b"))
        .hasMessage("the directory \"/mnt/one\" is mapped twice");
  }

  @Test
  void aTablespaceCannotLieInTheDataDirectoryNorAroundIt() {
    assertThatThrownBy(() -> plan(MAP, "/mnt/one=/new/data/ts")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> plan(MAP, "/mnt/one=/new")).isInstanceOf(UsageException.class);
  }

  @Test
  void anInPlaceTablespaceNeedsNoLink() {
    TablespaceMap map =
        new TablespaceMap(List.of(new TablespaceMap.Entry(16384, "pg_tblspc/16384")));
    TablespacePlan plan = plan(map);
    assertThat(plan.targets())
        .containsExactly(
            new TablespacePlan.Target(16384, Path.of("/new/data/pg_tblspc/16384"), true));
    assertThat(plan.toMap().entries()).isEmpty();
  }
}
