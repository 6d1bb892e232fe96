package io.jbackup.core.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateIT {
  private static final int NEWEST = 18;

  @TempDir Path directory;

  private static void fill(PostgresServer server) throws Exception {
    server.sql(
        "create table t as select g, repeat(md5(g::text), 20) x from generate_series(1, 20000) g",
        "create index on t (g)");
  }

  @EveryPostgres
  void whatIsWholeStaysOrBecomesOk(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).dataChecksums(true).start()) {
      fill(server);
      ValidateLab lab = new ValidateLab(directory, server);
      StoredBackup backup = lab.take(server, BackupFixture.streaming());
      backup.save(
          backup
              .control()
              .with(BackupStatus.DONE)
              .with(ControlField.ERROR_MESSAGE, "it was not looked at"));
      ValidationSummary summary = lab.validate();
      assertThat(summary.isDamaged()).as("%s", lab.log.lines()).isFalse();
      assertThat(summary.outcomes()).containsEntry(backup.id(), Outcome.VALID);
      assertThat(lab.control(backup.id()).status()).isEqualTo(BackupStatus.OK);
      assertThat(lab.control(backup.id()).text(ControlField.ERROR_MESSAGE)).isEmpty();
      assertThat(lab.log.lines())
          .containsSubsequence(
              "INFO: Validating backup " + backup.id(),
              "INFO: Backup " + backup.id() + " data files are valid",
              "INFO: Backup " + backup.id() + " WAL segments are valid");
    }
  }

  @Test
  void everyDamagedFrameIsNamedAndWhatIsMendedIsOkAgain() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      fill(server);
      ValidateLab lab = new ValidateLab(directory, server);
      BackupId id = lab.take(server, BackupFixture.streaming()).id();
      Path data = lab.file(id, "base.tar");
      double[] places = {0.2, 0.5, 0.9};
      for (double place : places) {
        ValidateLab.flip(data, place);
      }
      assertThat(lab.validate().isDamaged()).isTrue();
      assertThat(lab.log.lines())
          .filteredOn(line -> line.matches("WARNING: archive \".*\" of backup .* in frame .*"))
          .hasSize(3)
          .allMatch(line -> line.matches(".*; it holds file \".+\".*"))
          .anyMatch(line -> line.matches(".* \\(blocks \\d+ to \\d+\\).*"));
      assertThat(lab.log.lines()).noneMatch(line -> line.contains("is missing"));
      assertThat(lab.control(id).status()).isEqualTo(BackupStatus.CORRUPT);
      assertThat(lab.control(id).text(ControlField.ERROR_MESSAGE).orElseThrow())
          .contains("in frame ", "(and 2 more)");
      for (double place : places) {
        ValidateLab.flip(data, place);
      }
      assertThat(lab.validate().isDamaged()).isFalse();
      assertThat(lab.control(id).status()).isEqualTo(BackupStatus.OK);
      assertThat(lab.control(id).text(ControlField.ERROR_MESSAGE)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base.tar", "pg_wal.tar", "backup_manifest", "index"})
  void eachStoredFileIsMissedWhenItIsCutShortChangedOrGone(String name) throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      BackupId id = lab.take(server, BackupFixture.streaming()).id();
      Path file = lab.file(id, name);
      byte[] whole = Files.readAllBytes(file);
      ValidateLab.flip(file, 0.6);
      assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.setLength(whole.length / 2);
      }
      assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      Files.delete(file);
      assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      assertThat(lab.log.lines()).anyMatch(line -> line.contains("\"" + file + "\""));
      Files.write(file, whole);
      assertThat(lab.validate().count(Outcome.VALID)).isEqualTo(1);
    }
  }

  /// The control file says that there are checksums where there are none.
  @Test
  void aControlFileThatContradictsWhatTheServerSentIsDamage() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      StoredBackup backup = lab.take(server, BackupFixture.streaming());
      BackupControl whole = lab.control(backup.id());
      Map<ControlField, String> wrong =
          Map.of(
              ControlField.START_LSN, "0/1000028",
              ControlField.STOP_LSN, whole.lsn(ControlField.START_LSN).orElseThrow().toString(),
              ControlField.TIMELINE_ID, "2",
              ControlField.SERVER_VERSION, "15",
              ControlField.XLOG_BLOCK_SIZE, "4096",
              ControlField.CHECKSUM_VERSION, "2 or so");
      for (Map.Entry<ControlField, String> change : wrong.entrySet()) {
        backup.save(whole.with(change.getKey(), change.getValue()));
        lab.validate();
        assertThat(lab.control(backup.id()).status()).isEqualTo(BackupStatus.CORRUPT);
        assertThat(lab.log.lines())
            .anyMatch(
                line -> line.contains(change.getKey().key() + " = " + change.getValue() + ", "));
      }
      // Pages that are cut wrongly are so many damages that this one is not among those named.
      backup.save(whole.with(ControlField.BLOCK_SIZE, "4096"));
      assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      backup.save(whole.without(ControlField.CONTENT_CRC));
      assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      backup.save(whole);
      assertThat(lab.validate().count(Outcome.VALID)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, NEWEST})
  void aBackupOfAnotherClusterIsNotValid(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      BackupId id = lab.take(server, BackupFixture.streaming()).id();
      lab.instance.save(lab.instance.config().with(ConfigKey.SYSTEM_IDENTIFIER, "4711"));
      ValidateLab other = lab.again();
      assertThat(other.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      assertThat(other.log.lines()).anyMatch(line -> line.contains(" is of another cluster: "));
      assertThat(other.control(id).status()).isEqualTo(BackupStatus.CORRUPT);
    }
  }

  @Test
  void anIndexWithAnUnknownLineIsDamageOfItsBackup() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      BackupId id = lab.take(server, BackupFixture.streaming()).id();
      Path index = lab.file(id, "index");
      Files.writeString(index, Files.readString(index).replaceFirst("\nfile ", "\nfime "));
      assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      assertThat(lab.control(id).status()).isEqualTo(BackupStatus.CORRUPT);
    }
  }

  @Test
  void everyPageIsLookedAtUnlessThatIsLeftOut() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).dataChecksums(false).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      StoredBackup backup = lab.take(server, BackupFixture.streaming());
      backup.save(backup.control().with(ControlField.CHECKSUM_VERSION, 1));
      assertThat(lab.validate().isDamaged()).isTrue();
      assertThat(lab.log.lines())
          .anyMatch(line ->
              line.matches(
                  "WARNING: Corruption detected in file \"base/.*\", block \\d+: page verification"
                      + " failed, calculated checksum \\d+ but expected 0"))
          .anyMatch(line -> line.matches("WARNING: Backup .* has \\d+ damages, .*"));
      lab.validate(new ValidateRequest(Optional.empty(), 1, false));
      assertThat(lab.log.lines()).noneMatch(line -> line.contains("Corruption detected"));
    }
  }

  @Test
  void aBackupWhoseProcessDiedBecomesErrorAndOneThatRunsIsLeftAlone() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      StoredBackup backup = lab.take(server, BackupFixture.streaming());
      backup.save(backup.control().with(BackupStatus.RUNNING));
      try (HeldLock _ =
          lab.locks("backup").acquire(LockTarget.backup(backup.id()), LockMode.EXCLUSIVE)) {
        assertThat(lab.validate().isDamaged()).isFalse();
        assertThat(lab.log.lines())
            .anyMatch(line -> line.contains(" is being taken by backup (pid "));
      }
      assertThat(lab.control(backup.id()).status()).isEqualTo(BackupStatus.RUNNING);
      assertThat(lab.validate().isDamaged()).isFalse();
      assertThat(lab.control(backup.id()).status()).isEqualTo(BackupStatus.ERROR);
      assertThat(lab.log.lines()).contains("WARNING: Backup " + backup.id() + " is marked ERROR");
    }
  }

  @Test
  void aStatusThatIsNoneIsPassedOver() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      StoredBackup backup = lab.take(server, BackupFixture.streaming());
      backup.save(backup.control().with(ControlField.STATUS, "FINE"));
      assertThat(lab.validate().outcomes()).containsEntry(backup.id(), Outcome.UNKNOWN);
      assertThat(lab.log.lines()).anyMatch(line -> line.contains("\"FINE\", which is none"));
      assertThat(lab.control(backup.id()).text(ControlField.STATUS)).contains("FINE");
    }
  }

  @Test
  void aLockedBackupIsPassedOver() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      StoredBackup backup = lab.take(server, BackupFixture.streaming());
      try (HeldLock _ =
          lab.locks("delete").acquire(LockTarget.backup(backup.id()), LockMode.EXCLUSIVE)) {
        ValidationSummary summary = lab.validate();
        assertThat(summary.isLocked()).isTrue();
        assertThat(summary.isDamaged()).isFalse();
      }
    }
  }

  @Test
  void whatDependsOnADamagedBackupIsOrphanedUntilItIsMended() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      StoredBackup parent = lab.take(server, BackupFixture.streaming());
      StoredBackup child = lab.take(server, BackupFixture.streaming());
      child.save(child.control().with(ControlField.PARENT_BACKUP_ID, parent.id().text()));
      ValidateLab.flip(lab.file(parent.id(), "base.tar"), 0.5);
      ValidateRequest only = new ValidateRequest(Optional.of(child.id()), 2, true);
      assertThat(lab.validate(only).count(Outcome.DAMAGED)).isEqualTo(2);
      assertThat(statuses(lab, parent, child))
          .containsExactly(BackupStatus.CORRUPT, BackupStatus.ORPHAN);
      assertThat(lab.control(child.id()).text(ControlField.ERROR_MESSAGE))
          .contains("it needs backup " + parent.id() + ", which is not valid");
      ValidateLab.flip(lab.file(parent.id(), "base.tar"), 0.5);
      assertThat(lab.validate().isDamaged()).isFalse();
      assertThat(statuses(lab, parent, child)).containsExactly(BackupStatus.OK, BackupStatus.OK);
    }
  }

  private static List<BackupStatus> statuses(ValidateLab lab, StoredBackup... backups) {
    return List.of(backups).stream().map(backup -> lab.control(backup.id()).status()).toList();
  }

  @Test
  void aFailingStorageChangesNoStatus() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      BackupControl before = lab.take(server, BackupFixture.streaming()).control();
      BackupId id = lab.instance.backups().getFirst().id();
      Path data = lab.file(id, "base.tar");
      Files.delete(data);
      Files.createDirectory(data);
      ValidationSummary summary = lab.validate();
      assertThat(summary.isDamaged()).isFalse();
      assertThat(summary.count(Outcome.UNREAD)).isEqualTo(1);
      assertThat(summary.obstacle()).containsInstanceOf(StorageException.class);
      assertThat(lab.control(id).format()).isEqualTo(before.format());
    }
  }

  @Test
  void damageInTheArchiveIsOfTheBackupsThatNeedItOnly() throws Exception {
    String copy = "cp %p " + directory.resolve("catalog/wal/" + BackupFixture.INSTANCE) + "/%f";
    try (PostgresServer server = PostgresServer.version(NEWEST).archiveCommand(copy).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      server.share(directory.resolve("catalog"));
      BackupId streamed = lab.take(server, BackupFixture.streaming()).id();
      BackupId archived = lab.take(server, BackupFixture.archive()).id();
      server.awaitArchived(server.switchWal());
      assertThat(lab.validate().isDamaged()).as("%s", lab.log.lines()).isFalse();

      String needed = BackupNames.firstSegment(lab.control(archived));
      ValidateLab.flip(lab.wal().resolve(needed), 0.0);
      ValidationSummary summary = lab.validate();
      assertThat(summary.archiveDamages()).isPositive();
      assertThat(lab.log.lines()).anyMatch(line -> line.contains(needed));
      assertThat(lab.control(streamed).status()).isEqualTo(BackupStatus.OK);
      assertThat(lab.control(archived).status()).isEqualTo(BackupStatus.CORRUPT);

      Files.delete(lab.wal().resolve(needed));
      assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
      assertThat(lab.log.lines()).anyMatch(line -> line.contains(needed + " is not there"));
    }
  }

  @Test
  void whatMissingAndDamagedWalTakesAwayIsTold() throws Exception {
    String copy = "cp %p " + directory.resolve("catalog/wal/" + BackupFixture.INSTANCE) + "/%f";
    try (PostgresServer server = PostgresServer.version(NEWEST).archiveCommand(copy).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      server.share(directory.resolve("catalog"));
      BackupId id = lab.take(server, BackupFixture.streaming()).id();
      server.switchWal();
      String missing = server.switchWal();
      server.switchWal();
      String last = server.switchWal();
      server.awaitArchived(last);
      assertThat(lab.validate().isDamaged()).as("%s", lab.log.lines()).isFalse();

      Path file = lab.wal().resolve(missing);
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      assertThat(lab.validate().archiveDamages()).isEqualTo(1);
      assertThat(lab.log.lines())
          .anyMatch(line ->
              line.matches(
                  "WARNING: Timeline 1 cannot be recovered from LSN 0/\\w+ to LSN 0/\\w+: WAL segment "
                      + missing
                      + " is missing"));
      Files.write(file, whole);
      ValidateLab.flip(lab.wal().resolve(last), 0);
      assertThat(lab.validate().archiveDamages()).isEqualTo(2);
      assertThat(lab.log.lines())
          .anyMatch(line ->
              line.matches(
                  "WARNING: Timeline 1 can be recovered only up to LSN 0/\\w+: WAL segment "
                      + last
                      + " is damaged"));
      assertThat(lab.control(id).status()).isEqualTo(BackupStatus.OK);
    }
  }

  @Test
  void aFlippedBitInARecordOfAPlainSegmentIsFound() throws Exception {
    String copy = "cp %p " + directory.resolve("catalog/wal/" + BackupFixture.INSTANCE) + "/%f";
    try (PostgresServer server = PostgresServer.version(NEWEST).archiveCommand(copy).start()) {
      ValidateLab lab = new ValidateLab(directory, server);
      server.share(directory.resolve("catalog"));
      lab.take(server, BackupFixture.streaming());
      server.switchWal();
      server.sql("create table big as select g from generate_series(1, 400000) g");
      String segment = server.switchWal();
      server.awaitArchived(segment);
      String filled = lab.fullSegment();
      ValidateLab.flip(lab.wal().resolve(filled), 0.5001);
      assertThat(lab.validate().archiveDamages()).isPositive();
      assertThat(lab.log.lines())
          .anyMatch(line -> line.startsWith("WARNING: WAL file " + filled + " is damaged at "));
      ValidateLab.flip(lab.wal().resolve(filled), 0.5001);
      assertThat(lab.validate().isDamaged()).as("%s", lab.log.lines()).isFalse();
    }
  }
}
