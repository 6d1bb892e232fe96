package io.jbackup.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Restored data directories, tried with a server.
final class Restored {
  private final Lab lab;

  Restored(Lab lab) {
    this.lab = lab;
  }

  /// Takes a backup, restores it into `data` and asks it for what was written before the backup.
  void prove(Site site, Path data) throws Exception {
    long mark = lab.mark();
    String id = site.nextBackup();
    site.succeed("restore", "--instance=main", "-i", id, "-D", data.toString());
    requireStarts(data, mark);
  }

  /// Restores the oldest good backup into `data` and all WAL that was archived, and asks for what
  /// was written last.
  void proveLatest(Site site, Path data) throws Exception {
    String id = site.checks().oldestGood();
    long mark = lab.mark();
    lab.server.awaitArchived(lab.server.switchWal());
    site.succeed(
        "restore", "--instance=main", "-i", id, "-D", "" + data, "--recovery-target=latest");
    requireStarts(data, mark);
  }

  void requireStarts(Path data, long mark) throws Exception {
    lab.server.share(data);
    try (PostgresServer copy =
        PostgresServer.onDirectory(Lab.VERSION, data)
            .setting("archive_mode", "off")
            .setting("listen_addresses", "127.0.0.1")
            .start()) {
      copy.await("select not pg_is_in_recovery()");
      assertThat(Long.parseLong(copy.query("select max(n) from t"))).isGreaterThanOrEqualTo(mark);
    }
  }

  /// `pg_ctl start` fails, as it must where the restore did not end.
  void requireDoesNotStart(Path data) throws Exception {
    lab.server.share(data);
    Path log = Files.createTempFile(lab.directory, "pg_ctl", ".log");
    lab.server.share(log);
    List<String> words =
        List.of("start", "-w", "-t", "30", "-D", data.toString(), "-l", log.toString());
    Path program = PostgresBinaries.directory(Lab.VERSION).resolve("bin/pg_ctl");
    Process process =
        new ProcessBuilder(ServerUser.here().command(program, words))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isNotZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(data.resolve("postmaster.pid")).doesNotExist();
  }
}
