package io.jbackup.catalog.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.wal.Lsn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DrillsTest {
  private static final Instant START = Instant.parse("2026-11-22T06:00:00.123456Z");

  @TempDir Path temp;
  private Catalog catalog;
  private Instance instance;
  private Path file;

  @BeforeEach
  void createInstance() {
    catalog = Catalog.init(temp.resolve("catalog"));
    instance =
        catalog.addInstance(
            "node", InstanceConfig.empty().with(ConfigKey.SYSTEM_IDENTIFIER, "7300000000000001"));
    file = temp.resolve("catalog/backups/node/drill");
  }

  private static DrillRecord passed(Instant start) {
    return new DrillRecord(
        new BackupId("SVXPK2"),
        start,
        Duration.ofMillis(61_234),
        "u6",
        true,
        Optional.of(Instant.parse("2026-11-22T05:59:01.5Z")),
        Optional.of(Lsn.parse("16/B374D848")),
        "3 databases, 'query' # 1");
  }

  private static DrillRecord failed(Instant start) {
    return new DrillRecord(
        new BackupId("SVXPK3"),
        start,
        Duration.ofMillis(5),
        "u5",
        false,
        Optional.empty(),
        Optional.empty(),
        "line one\nline two");
  }

  @Test
  void anInstanceBeginsWithoutDrills() {
    assertThat(Drills.of(instance).last()).isEmpty();
    assertThat(Drills.of(instance).lastPassed()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void aDrillIsReadAsItWasWritten() throws Exception {
    Drills.of(instance).save(passed(START));

    assertThat(Drills.of(instance).last()).contains(passed(START));
    assertThat(Drills.of(instance).lastPassed()).contains(passed(START));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file)
        .content()
        .startsWith("format-version = 1\n")
        .contains("\nlast-start-time = '2026-11-22 06:00:00.123456+00'\n");
  }

  @Test
  void aFailureDoesNotHideTheLastDrillThatPassed() {
    Drills.of(instance).save(passed(START));
    Drills.of(instance).save(failed(START.plusSeconds(1)));

    assertThat(Drills.of(instance).last())
        .hasValueSatisfying(last -> {
          assertThat(last.passed()).isFalse();
          assertThat(last.detail()).isEqualTo("line one line two");
          assertThat(last.recoveredLsn()).isEmpty();
        });
    assertThat(Drills.of(instance).lastPassed()).contains(passed(START));
  }

  @Test
  void theRecordIsNoBackupAndGoesWithTheInstance() {
    Drills.of(instance).save(passed(START));

    assertThat(instance.backups()).isEmpty();
    assertThat(catalog.instances()).containsExactly("node");
    catalog.deleteInstance("node");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "format-version = 1,format-version = 2",
    "last-result = passed,last-result = perhaps",
    "last-duration-ms = 61234,last-duration-ms = -1",
    "last-host = u6,''",
    "last-backup-id = SVXPK2,''",
    "last-recovered-lsn = 16/B374D848,last-recovered-lsn = here",
    "last-start-time = ,last-start-time = today #"
  })
  void aRecordThatCannotBeReadIsAnErrorThatNamesTheFile(String part, String wrong)
      throws Exception {
    Drills.of(instance).save(passed(START));
    String text = Files.readString(file);
    assertThat(text).contains(part);
    Files.writeString(file, text.replace(part, wrong));

    assertThatThrownBy(() -> Drills.of(instance).last())
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("\"" + file + "\"");
    assertThatThrownBy(() -> Drills.of(instance).save(failed(START)))
        .isInstanceOf(CatalogException.class);
  }
}
