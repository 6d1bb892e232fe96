package io.jbackup.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.wal.TimelineHistory;
import io.jbackup.core.format.BackupLabel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsPlanTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path temp;
  private Catalog catalog;

  @BeforeEach
  void createCatalog() {
    catalog = Catalog.init(temp.resolve("catalog"));
  }

  private List<String> lines(
      InstanceConfig config, int from, int to, RestoreRequestBuilder request) {
    Instance instance = catalog.addInstance("main", config);
    BackupControl control =
        SuitabilityTest.control(to, "0/3000028", "0/3000100", NOON, 700)
            .with(ControlField.PRIMARY_CONNINFO, "host=old");
    StoredBackup backup = instance.create(NOON, control);
    Verdict.Suitable chosen =
        new Verdict.Suitable(Candidate.of(backup), new Route(TimelineHistory.root(to), "current"));
    return new SettingsPlan(instance, new QuietLog())
        .of(request.build(), chosen, backup, label(from), "on")
        .lines();
  }

  private static BackupLabel label(int timeline) {
    String text =
        """
        START WAL LOCATION: 0/3000028 (file 00000001000000000000000%d)
        CHECKPOINT LOCATION: 0/3000060
        BACKUP METHOD: streamed
        BACKUP FROM: standby
        START TIME: 2026-11-22 01:44:59 UTC
        LABEL: x
        START TIMELINE: %d
        """
            .formatted(3, timeline);
    return BackupLabel.parse(text.getBytes(StandardCharsets.UTF_8), "backup_label");
  }

  private RestoreRequestBuilder request() {
    return RestoreRequest.builder(temp.resolve("data"), Path.of("/j"));
  }

  @Test
  void aBackupThatCrossedATimelineRecoversToItsEndOnTheNewOne() {
    assertThat(lines(InstanceConfig.empty(), 1, 2, request()))
        .contains(
            "recovery_target = 'immediate'",
            "recovery_target_timeline = '2'",
            "recovery_target_action = 'promote'");
  }

  @Test
  void withATargetOnlyTheTimelineIsNamed() {
    assertThat(lines(InstanceConfig.empty(), 1, 2, request().target(new RecoveryTarget.Latest())))
        .contains("recovery_target_timeline = '2'")
        .noneMatch(line -> line.startsWith("recovery_target_action"));
  }

  @Test
  void aBackupOfOneTimelineStartsWithoutSettings() {
    assertThat(lines(InstanceConfig.empty(), 2, 2, request())).isEmpty();
  }

  @Test
  void theInstancesRestoreCommandIsTakenLiterally() {
    InstanceConfig config = InstanceConfig.empty().with(ConfigKey.RESTORE_COMMAND, "fetch %f %p");
    assertThat(lines(config, 1, 1, request().target(new RecoveryTarget.Immediate())))
        .contains("restore_command = 'fetch %f %p'", "recovery_target_timeline = 'current'");
  }

  @Test
  void aStandbyTakesThePrimaryOfTheBackupUnlessAnotherIsNamed() {
    assertThat(lines(InstanceConfig.empty(), 1, 1, request().asReplica(null, null)))
        .contains("primary_conninfo = 'host=old'");
  }
}
