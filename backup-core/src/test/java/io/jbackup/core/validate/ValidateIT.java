package io.jbackup.core.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With the catalog in a directory; and what is the same wherever it is.
final class ValidateIT extends ValidateScenarios {
  @Override
  ValidateLab lab(Path directory, PostgresServer source) {
    return new ValidateLab(Catalog.init(directory.resolve("catalog")), source);
  }

  @Override
  void breakReading(ObjectKey key) throws IOException {
    Path file = Path.of(lab.describe(key));
    Files.delete(file);
    Files.createDirectory(file);
  }

  @EveryPostgres
  void whatIsWholeStaysOrBecomesOk(int version, @TempDir Path directory) throws Exception {
    try (PostgresServer own = PostgresServer.version(version).dataChecksums(true).start();
        ValidateLab its = lab(directory, own)) {
      StoredBackup backup = its.take(BackupFixture.streaming());
      backup.save(
          backup
              .control()
              .with(BackupStatus.DONE)
              .with(ControlField.ERROR_MESSAGE, "it was not looked at"));
      ValidationSummary summary = its.validate();
      assertThat(summary.isDamaged()).as("%s", its.log.lines()).isFalse();
      assertThat(summary.outcomes()).containsEntry(backup.id(), Outcome.VALID);
      assertThat(its.control(backup.id()).status()).isEqualTo(BackupStatus.OK);
      assertThat(its.control(backup.id()).text(ControlField.ERROR_MESSAGE)).isEmpty();
      assertThat(its.log.lines())
          .containsSubsequence(
              "INFO: Validating backup " + backup.id(),
              "INFO: Backup " + backup.id() + " data files are valid",
              "INFO: Backup " + backup.id() + " WAL segments are valid");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, NEWEST})
  void aBackupOfAnotherClusterIsNotValid(int version, @TempDir Path directory) throws Exception {
    try (PostgresServer own = PostgresServer.version(version).start();
        ValidateLab its = lab(directory, own)) {
      BackupId id = its.take(BackupFixture.streaming()).id();
      its.instance.save(its.instance.config().with(ConfigKey.SYSTEM_IDENTIFIER, "4711"));
      ValidateLab other = its.again();
      assertThat(other.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      assertThat(other.log.lines()).anyMatch(line -> line.contains(" is of another cluster: "));
      assertThat(other.control(id).status()).isEqualTo(BackupStatus.CORRUPT);
    }
  }

  @Test
  void everyPageIsLookedAtUnlessThatIsLeftOut(@TempDir Path directory) throws Exception {
    try (PostgresServer own = PostgresServer.version(NEWEST).dataChecksums(false).start();
        ValidateLab its = lab(directory, own)) {
      StoredBackup backup = its.take(BackupFixture.streaming());
      backup.save(backup.control().with(ControlField.CHECKSUM_VERSION, 1));
      assertThat(its.validate().isDamaged()).isTrue();
      assertThat(its.log.lines())
          .anyMatch(line ->
              line.matches(
                  "WARNING: Corruption detected in file \"base/.*\", block \\d+: page verification"
                      + " failed, calculated checksum \\d+ but expected 0"))
          .anyMatch(line -> line.matches("WARNING: Backup .* has \\d+ damages, .*"));
      its.validate(new ValidateRequest(Optional.empty(), 1, false));
      assertThat(its.log.lines()).noneMatch(line -> line.contains("Corruption detected"));
    }
  }
}
