package io.jbackup.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.core.testing.EveryPostgres;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.StopMode;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DamagedSourceIT {
  @TempDir Path directory;

  @EveryPostgres
  void damagedPagesOfTheServerAreNamedAndTheBackupIsCorrupt(int version) throws Exception {
    try (PostgresServer server = PostgresServer.version(version).dataChecksums(true).start()) {
      server.sql("create table t as select g from generate_series(1, 10000) g");
      String path = server.query("select pg_relation_filepath('t')");
      server.stop(StopMode.FAST);
      for (int block : new int[] {3, 7}) {
        damage(server.dataDirectory().resolve(path), block);
      }
      server.start();
      RecordingLog log = new RecordingLog();
      Instance instance = BackupFixture.instance(directory.resolve("catalog"), server);
      TakeBackup take = BackupFixture.backup(instance, server, log);

      String named = "Corruption detected in file \"" + path + "\", block ";
      String words = ": page verification failed, calculated checksum \\d+ but expected \\d+";
      assertThatThrownBy(() -> take.run(BackupFixture.streaming()))
          .isInstanceOf(CorruptException.class)
          .hasMessageContaining(named + "3");
      for (int block : new int[] {3, 7}) {
        assertThat(log.lines())
            .filteredOn(line -> line.matches("WARNING: " + named + block + words))
            .hasSize(1);
      }
      BackupControl control = instance.backups().getFirst().control();
      assertThat(control.status()).isEqualTo(BackupStatus.CORRUPT);
      assertThat(control.text(ControlField.ERROR_MESSAGE).orElseThrow()).contains(named + "3");
    }
  }

  private static void damage(Path file, int block) throws Exception {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(block * 8192L + 5000);
      int old = bytes.read();
      bytes.seek(block * 8192L + 5000);
      bytes.write(old ^ 1);
    }
  }
}
