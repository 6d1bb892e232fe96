package io.jbackup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.core.archive.BackupIndex;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TakeBackupIT {
  private static final int NEWEST = 18;

  @TempDir Path directory;
  private final RecordingLog log = new RecordingLog();

  private StoredBackup take(PostgresServer server, BackupRequest request) {
    Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
    return BackupFixture.backup(instance, server, log).run(request).backup();
  }

  @EveryPostgres
  void aStreamedBackupIsVerifiedAndLeavesNoSlot(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).start()) {
      server.sql("create table t as select g, md5(g::text) from generate_series(1, 50000) g");
      StoredBackup backup = take(server, BackupFixture.streaming());
      BackupControl control = backup.control();
      assertThat(control.status()).isEqualTo(BackupStatus.OK);
      assertThat(control.number(ControlField.WAL_BYTES)).hasValue(16 << 20);
      assertThat(control.text(ControlField.SERVER_VERSION)).contains("" + version);
      assertThat(server.query("select count(*) from pg_replication_slots")).isEqualTo("0");
      assertThat(backup.instance().backups())
          .extracting(StoredBackup::id)
          .containsExactly(backup.id());
      assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO: Backup start, jbackup"));
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void everyCompressionIsVerified(Algorithm algorithm) throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      StoredBackup backup = take(server, BackupFixture.streaming(Compression.of(algorithm)));
      assertThat(backup.control().status()).isEqualTo(BackupStatus.OK);
      assertThat(BackupIndex.read(backup).main().fileName())
          .isEqualTo("base.tar" + algorithm.suffix());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "64"})
  void anyWalSegmentSizeWillDo(String megabytes) throws Exception {
    try (PostgresServer server =
        PostgresServer.version(NEWEST).initdb("--wal-segsize=" + megabytes).start()) {
      server.sql("create table t as select g, md5(g::text) from generate_series(1, 50000) g");
      BackupControl control = take(server, BackupFixture.streaming()).control();
      assertThat(control.status()).isEqualTo(BackupStatus.OK);
      long segment = Long.parseLong(megabytes) << 20;
      assertThat(control.number(ControlField.WAL_BYTES).orElseThrow() % segment).isZero();
    }
  }

  @Test
  void theRecoveryTimeIsTheLastCommitBeforeTheStop() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start();
        BackgroundWriter writer = new BackgroundWriter(server)) {
      writer.awaitStart();
      BackupControl control = take(server, BackupFixture.streaming()).control();
      Instant recovery = control.time(ControlField.RECOVERY_TIME).orElseThrow();
      Instant start = control.time(ControlField.START_TIME).orElseThrow();
      assertThat(recovery).isBetween(start, Instant.now().plusSeconds(2));
      assertThat(control.number(ControlField.RECOVERY_XID).orElseThrow()).isPositive();
    }
  }

  @Test
  void tablespacesAndNamesThatAreNotUtf8AreStored() throws Exception {
    Path space = Files.createDirectory(directory.resolve("space"));
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      server.share(space);
      server.sql(
          "create tablespace s location '" + space + "'",
          "create table t tablespace s as select generate_series(1, 10000) g");
      writeOddName(server);
      StoredBackup backup = take(server, BackupFixture.streaming());
      assertThat(backup.control().status()).isEqualTo(BackupStatus.OK);
      assertThat(backup.control().text(ControlField.TABLESPACE_MAP).orElseThrow())
          .endsWith(" " + space);
      assertThat(BackupIndex.read(backup).archives()).hasSize(3);
    }
  }

  /// Makes a file whose name is not valid UTF-8, which Java's own paths cannot name.
  private static void writeOddName(PostgresServer server) throws Exception {
    String data = server.dataDirectory().toString();
    Process shell =
        new ProcessBuilder("sh", "-c", "cd \"$0\" && : > \"$(printf 'odd-\\344')\"", data)
            .inheritIO()
            .start();
    assertThat(shell.waitFor()).isZero();
  }

  @Test
  void aStandbyIsBackedUp() throws Exception {
    try (PostgresServer primary = PostgresServer.version(NEWEST).start()) {
      primary.sql("create table t as select generate_series(1, 10000) g");
      try (PostgresServer standby = primary.standby().start()) {
        BackupControl control = take(standby, BackupFixture.streaming()).control();
        assertThat(control.status()).isEqualTo(BackupStatus.OK);
        assertThat(control.text(ControlField.FROM_REPLICA)).contains("true");
      }
    }
  }

  @Test
  void withoutStreamTheBackupWaitsForItsSegmentsInTheArchive() throws Exception {
    Path wal = directory.resolve("catalog/wal/" + BackupFixture.INSTANCE);
    try (PostgresServer server =
        PostgresServer.version(NEWEST).archiveCommand("cp %p " + wal + "/%f").start()) {
      Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
      server.share(directory.resolve("catalog"));
      BackupRequest request = BackupFixture.archive();
      StoredBackup backup = BackupFixture.backup(instance, server, log).run(request).backup();
      assertThat(backup.control().status()).isEqualTo(BackupStatus.OK);
      assertThat(backup.control().walMode()).isEqualTo(WalMode.ARCHIVE);
    }
  }

  @Test
  void aSegmentThatIsNotArchivedInTimeIsNamed() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).archiveCommand("false").start()) {
      Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
      TakeBackup take = BackupFixture.backup(instance, server, log);
      assertThatThrownBy(() -> take.run(BackupFixture.archive(Duration.ofSeconds(2))))
          .isInstanceOf(WalException.class)
          .hasMessageContaining("WAL segment 0000000100000000000000")
          .hasMessageContaining("could not be archived in 2 seconds")
          .hasMessageContaining("pg_stat_archiver");
      assertThat(instance.backups().getFirst().control().status()).isEqualTo(BackupStatus.ERROR);
    }
  }

  @Test
  void aServerOfAnotherClusterIsRefusedBeforeAnythingIsWritten() throws Exception {
    try (PostgresServer server = PostgresServer.version(NEWEST).start()) {
      Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
      Instance other = instance.save(instance.config().with(ConfigKey.SYSTEM_IDENTIFIER, "4711"));
      TakeBackup take = BackupFixture.backup(other, server, log);
      assertThatThrownBy(() -> take.run(BackupFixture.streaming()))
          .isInstanceOf(IdentityException.class)
          .hasMessageContaining("system identifier")
          .hasMessageContaining("4711");
      assertThat(instance.backups()).isEmpty();
    }
  }
}
