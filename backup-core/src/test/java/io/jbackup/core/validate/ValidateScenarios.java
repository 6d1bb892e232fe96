package io.jbackup.core.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What validation finds and marks wherever the catalog is. The server is the same for all tests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ValidateScenarios {
  static final int NEWEST = 18;

  PostgresServer server;
  ValidateLab lab;
  private Path segments;

  /// A new catalog with the server's instance.
  ///
  /// @param directory empty
  abstract ValidateLab lab(Path directory, PostgresServer server);

  /// From now on the store fails when it is asked for this object.
  abstract void breakReading(ObjectKey key) throws Exception;

  @BeforeAll
  void startServer(@TempDir Path directory) throws Exception {
    segments = directory;
    String move = "cp %%p %1$s/.%%f && mv %1$s/.%%f %1$s/%%f".formatted(directory);
    server = PostgresServer.version(NEWEST).archiveCommand(move).start();
    server.share(directory);
    server.sql(
        "create table t as select g, repeat(md5(g::text), 20) x from generate_series(1, 20000) g",
        "create index on t (g)");
  }

  @BeforeEach
  void makeCatalog(@TempDir Path directory) {
    lab = lab(directory, server);
  }

  @AfterEach
  void forgetSegments() throws IOException {
    lab.close();
    try (Stream<Path> files = Files.list(segments)) {
      for (Path file : files.filter(SegmentCourier::isComplete).toList()) {
        Files.delete(file);
      }
    }
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @Test
  void everyDamagedFrameIsNamedAndWhatIsMendedIsOkAgain() throws Exception {
    BackupId id = lab.take(BackupFixture.streaming()).id();
    ObjectKey data = lab.file(id, "base.tar");
    double[] places = {0.2, 0.5, 0.9};
    for (double place : places) {
      lab.flip(data, place);
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
      lab.flip(data, place);
    }
    assertThat(lab.validate().isDamaged()).isFalse();
    assertThat(lab.control(id).status()).isEqualTo(BackupStatus.OK);
    assertThat(lab.control(id).text(ControlField.ERROR_MESSAGE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"base.tar", "pg_wal.tar", "backup_manifest", "index"})
  void eachStoredFileIsMissedWhenItIsCutShortChangedOrGone(String name) throws Exception {
    BackupId id = lab.take(BackupFixture.streaming()).id();
    ObjectKey file = lab.file(id, name);
    byte[] whole = lab.read(file);
    lab.flip(file, 0.6);
    assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
    lab.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
    lab.delete(file);
    assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
    assertThat(lab.log.lines()).anyMatch(line -> line.contains(lab.describe(file)));
    lab.write(file, whole);
    assertThat(lab.validate().count(Outcome.VALID)).isEqualTo(1);
  }

  /// The control file says that there are checksums where there are none.
  @Test
  void aControlFileThatContradictsWhatTheServerSentIsDamage() throws Exception {
    StoredBackup backup = lab.take(BackupFixture.streaming());
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

  @Test
  void anIndexWithAnUnknownLineIsDamageOfItsBackup() throws Exception {
    BackupId id = lab.take(BackupFixture.streaming()).id();
    ObjectKey index = lab.file(id, "index");
    String text = new String(lab.read(index), StandardCharsets.UTF_8);
    lab.write(index, text.replaceFirst("\nfile ", "\nfime ").getBytes(StandardCharsets.UTF_8));
    assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
    assertThat(lab.control(id).status()).isEqualTo(BackupStatus.CORRUPT);
  }

  @Test
  void aBackupWhoseProcessDiedBecomesErrorAndOneThatRunsIsLeftAlone() throws Exception {
    StoredBackup backup = lab.take(BackupFixture.streaming());
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

  @Test
  void aStatusThatIsNoneIsPassedOver() throws Exception {
    StoredBackup backup = lab.take(BackupFixture.streaming());
    backup.save(backup.control().with(ControlField.STATUS, "FINE"));
    assertThat(lab.validate().outcomes()).containsEntry(backup.id(), Outcome.UNKNOWN);
    assertThat(lab.log.lines()).anyMatch(line -> line.contains("\"FINE\", which is none"));
    assertThat(lab.control(backup.id()).text(ControlField.STATUS)).contains("FINE");
  }

  @Test
  void aLockedBackupIsPassedOver() throws Exception {
    StoredBackup backup = lab.take(BackupFixture.streaming());
    try (HeldLock _ =
        lab.locks("delete").acquire(LockTarget.backup(backup.id()), LockMode.EXCLUSIVE)) {
      ValidationSummary summary = lab.validate();
      assertThat(summary.isLocked()).isTrue();
      assertThat(summary.isDamaged()).isFalse();
    }
  }

  @Test
  void whatDependsOnADamagedBackupIsOrphanedUntilItIsMended() throws Exception {
    StoredBackup parent = lab.take(BackupFixture.streaming());
    StoredBackup child = lab.take(BackupFixture.streaming());
    child.save(child.control().with(ControlField.PARENT_BACKUP_ID, parent.id().text()));
    lab.flip(lab.file(parent.id(), "base.tar"), 0.5);
    ValidateRequest only = new ValidateRequest(Optional.of(child.id()), 2, true);
    assertThat(lab.validate(only).count(Outcome.DAMAGED)).isEqualTo(2);
    assertThat(statuses(lab, parent, child))
        .containsExactly(BackupStatus.CORRUPT, BackupStatus.ORPHAN);
    assertThat(lab.control(child.id()).text(ControlField.ERROR_MESSAGE))
        .contains("it needs backup " + parent.id() + ", which is not valid");
    lab.flip(lab.file(parent.id(), "base.tar"), 0.5);
    assertThat(lab.validate().isDamaged()).isFalse();
    assertThat(statuses(lab, parent, child)).containsExactly(BackupStatus.OK, BackupStatus.OK);
  }

  private static List<BackupStatus> statuses(ValidateLab lab, StoredBackup... backups) {
    return List.of(backups).stream().map(backup -> lab.control(backup.id()).status()).toList();
  }

  @Test
  void aFailingStorageChangesNoStatus() throws Exception {
    BackupControl before = lab.take(BackupFixture.streaming()).control();
    BackupId id = lab.instance.backups().getFirst().id();
    breakReading(lab.file(id, "base.tar"));
    ValidationSummary summary = lab.validate();
    assertThat(summary.isDamaged()).isFalse();
    assertThat(summary.count(Outcome.UNREAD)).isEqualTo(1);
    assertThat(summary.obstacle()).containsInstanceOf(StorageException.class);
    assertThat(lab.control(id).format()).isEqualTo(before.format());
  }

  @Test
  void damageInTheArchiveIsOfTheBackupsThatNeedItOnly() throws Exception {
    lab.archiveFrom(segments);
    BackupId streamed = lab.take(BackupFixture.streaming()).id();
    BackupId archived = lab.take(BackupFixture.archive()).id();
    lab.awaitArchived(server.switchWal());
    assertThat(lab.validate().isDamaged()).as("%s", lab.log.lines()).isFalse();

    String needed = BackupNames.firstSegment(lab.control(archived));
    lab.flip(lab.wal(needed), 0.0);
    ValidationSummary summary = lab.validate();
    assertThat(summary.archiveDamages()).isPositive();
    assertThat(lab.log.lines()).anyMatch(line -> line.contains(needed));
    assertThat(lab.control(streamed).status()).isEqualTo(BackupStatus.OK);
    assertThat(lab.control(archived).status()).isEqualTo(BackupStatus.CORRUPT);

    lab.delete(lab.wal(needed));
    assertThat(lab.validate().count(Outcome.DAMAGED)).isEqualTo(1);
    assertThat(lab.log.lines()).anyMatch(line -> line.contains(needed + " is not there"));
  }

  @Test
  void whatMissingAndDamagedWalTakesAwayIsTold() throws Exception {
    lab.archiveFrom(segments);
    BackupId id = lab.take(BackupFixture.streaming()).id();
    server.switchWal();
    String missing = server.switchWal();
    server.switchWal();
    String last = server.switchWal();
    lab.awaitArchived(last);
    assertThat(lab.validate().isDamaged()).as("%s", lab.log.lines()).isFalse();

    ObjectKey file = lab.wal(missing);
    byte[] whole = lab.read(file);
    lab.delete(file);
    assertThat(lab.validate().archiveDamages()).isEqualTo(1);
    assertThat(lab.log.lines())
        .anyMatch(line ->
            line.matches(
                "WARNING: Timeline 1 cannot be recovered from LSN 0/\\w+ to LSN 0/\\w+: WAL segment "
                    + missing
                    + " is missing"));
    lab.write(file, whole);
    lab.flip(lab.wal(last), 0);
    assertThat(lab.validate().archiveDamages()).isEqualTo(2);
    assertThat(lab.log.lines())
        .anyMatch(line ->
            line.matches(
                "WARNING: Timeline 1 can be recovered only up to LSN 0/\\w+: WAL segment "
                    + last
                    + " is damaged"));
    assertThat(lab.control(id).status()).isEqualTo(BackupStatus.OK);
  }

  @Test
  void aFlippedBitInARecordOfAPlainSegmentIsFound() throws Exception {
    lab.archiveFrom(segments);
    lab.take(BackupFixture.streaming());
    server.switchWal();
    server.sql("create table big as select g from generate_series(1, 400000) g");
    String segment = server.switchWal();
    lab.awaitArchived(segment);
    String filled = lab.fullSegment();
    lab.flip(lab.wal(filled), 0.5001);
    assertThat(lab.validate().archiveDamages()).isPositive();
    assertThat(lab.log.lines())
        .anyMatch(line -> line.startsWith("WARNING: WAL file " + filled + " is damaged at "));
    lab.flip(lab.wal(filled), 0.5001);
    assertThat(lab.validate().isDamaged()).as("%s", lab.log.lines()).isFalse();
  }
}
