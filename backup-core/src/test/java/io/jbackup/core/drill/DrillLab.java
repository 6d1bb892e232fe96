package io.jbackup.core.drill;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.BackupFixture;
import io.jbackup.core.backup.BackupRequest;
import io.jbackup.core.backup.RecordingLog;
import io.jbackup.core.testing.PostgresBinaries;
import io.jbackup.core.testing.PostgresServer;
import io.jbackup.core.testing.ServerUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A catalog with one instance whose server archives into it, and drills of it. A stand-in for the
/// program that restore_command calls copies from that archive.
final class DrillLab {
  final Instance instance;
  final RecordingLog log = new RecordingLog();
  final Path scratch;
  private final Path program;
  private final PostgresServer server;

  DrillLab(Path directory, PostgresServer server) throws Exception {
    this.server = server;
    instance = BackupFixture.instance(directory.resolve("catalog"), server);
    scratch = directory.resolve("scratch");
    Path wal =
        instance
            .catalog()
            .location()
            .directory()
            .orElseThrow()
            .resolve("wal")
            .resolve(instance.name());
    program = directory.resolve("jbackup");
    Files.writeString(
        program,
        """
        #!/bin/sh
        for word; do
          case $word in
            --wal-file-path=*) path=${word#*=} ;;
            --wal-file-name=*) name=${word#*=} ;;
          esac
        done
        test -f "%1$s/$name" || exit 1
        cp "%1$s/$name" "$path" || exit 202
        """
            .formatted(wal));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    server.share(directory);
    server.set("archive_command", "test ! -f " + wal + "/%f && cp %p " + wal + "/%f");
  }

  static PostgresServer server(int version) throws IOException {
    return PostgresServer.version(version).archiveCommand("false").start();
  }

  StoredBackup backup(BackupRequest request) {
    return BackupFixture.backup(instance, server, log).run(request).backup();
  }

  DrillRequestBuilder request() {
    return DrillRequest.builder(program)
        .directory(scratch)
        .pgbin(PostgresBinaries.directory(server.major()).resolve("bin"));
  }

  RunDrill drill() {
    return new RunDrill(
        instance,
        instance.locks(LockRequest.withoutWaiting("drill")),
        log,
        Progress.NONE,
        Clock.systemUTC(),
        Map.of(),
        _ -> account());
  }

  static ServerAccount account() {
    ServerUser user = ServerUser.here();
    List<String> prefix = new ArrayList<>(user.prefix());
    if (!prefix.isEmpty()) {
      prefix.addAll(List.of("setpriv", "--pdeathsig", "QUIT"));
    }
    return new ServerAccount(
        prefix,
        user.owner() < 0 ? Optional.empty() : Optional.of(user.owner() + ":" + user.owner()));
  }

  /// Whether a server runs in the drill's directory.
  boolean runs() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.anyMatch(handle ->
          handle
              .info()
              .commandLine()
              .filter(text -> text.contains(scratch.toString()))
              .isPresent());
    }
  }
}
