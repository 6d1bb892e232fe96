package io.jbackup.scheduler.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.picture.BackupFacts;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.scheduler.service.AlarmRules.Found;
import io.jbackup.scheduler.status.InstanceStatus;
import io.jbackup.scheduler.status.InstanceStatus.Row;
import io.jbackup.scheduler.web.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CatalogAlarmsTest {
  private static List<String> names(InstanceStatus one) {
    CatalogLook look =
        new CatalogLook(
            one.window(),
            one.backups(),
            Optional.empty(),
            one.freePercent(),
            one.freeBytes(),
            Map.of(),
            one.lastDrill(),
            one.lastPassedDrill(),
            List.of());
    return CatalogAlarms.of(look).stream().map(Found::name).toList();
  }

  @Test
  void aSoundCatalogHasNone() {
    assertThat(names(Snapshots.well("A"))).isEmpty();
    assertThat(names(Snapshots.fresh("A"))).isEmpty();
    assertThat(names(Snapshots.unknown("A"))).isEmpty();
  }

  @Test
  void aFailedBackupAHoleBehindTheLastGoodOneAndAFailedDrillAreAlarms() {
    InstanceStatus troubled = Snapshots.troubled("A");

    assertThat(troubled.backups().getFirst().facts().status()).isEqualTo(BackupStatus.RUNNING);
    assertThat(names(troubled)).containsExactly("newest-backup", "hole", "drill");
  }

  @Test
  void aHoleBeforeTheLastGoodBackupIsHistory() {
    InstanceStatus hole = Snapshots.troubled("A");
    InstanceStatus later = Snapshots.well("A");
    CatalogLook look =
        new CatalogLook(
            hole.window(),
            later.backups().stream().map(CatalogAlarmsTest::behindTheHole).toList(),
            Optional.empty(),
            hole.freePercent(),
            hole.freeBytes(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    assertThat(CatalogAlarms.of(look)).isEmpty();
  }

  private static Row behindTheHole(Row row) {
    BackupFacts facts = row.facts();
    BackupFacts moved =
        new BackupFacts(
            facts.id(),
            facts.status(),
            facts.mode(),
            facts.walMode(),
            facts.timeline(),
            Optional.of(new Lsn(0x50_0000_0000L)),
            Optional.of(new Lsn(0x50_0100_0000L)),
            facts.startTime(),
            facts.recoveryTime(),
            facts.expireTime(),
            facts.parent(),
            facts.fromReplica(),
            facts.dataBytes(),
            facts.walBytes());
    return new Row(
        moved, row.recoveryTime(), row.duration(), row.storedBytes(), row.rawBytes(), row.zratio());
  }
}
