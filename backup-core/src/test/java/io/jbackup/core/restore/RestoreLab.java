package io.jbackup.core.restore;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.backup.BackupRequest;
import io.jbackup.core.backup.SlotChoice;
import io.jbackup.core.backup.TakeBackup;
import io.jbackup.core.connect.ConnectionOptions;
import io.jbackup.core.connect.ConnectionResolver;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.PasswordPolicy;
import io.jbackup.core.connect.PasswordPrompter;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A catalog with one instance, below a directory whose name has everything that needs quoting, and
/// a stand-in for the program that restore_command calls: it copies from an archive that is not
/// compressed.
final class RestoreLab implements JobLog, AutoCloseable {
  static final String ODD = "it's \"odd\" 100%f $HOME";
  private static final String PROGRAM =
      """
      #!/bin/sh
      for word; do
        case $word in
          --wal-file-path=*) path=${word#*=} ;;
          --wal-file-name=*) name=${word#*=} ;;
        esac
      done
      test "$1 $2 $4" = "archive-get -B --instance" || exit 200
      test -d "$3/wal/$5" || exit 201
      test -f "$3/wal/$5/$name" || exit 1
      cp "$3/wal/$5/$name" "$path" || exit 202
      """;

  final Path directory;
  final Path program;
  final Catalog catalog;
  final List<String> lines = new ArrayList<>();

  RestoreLab(Path temp) throws IOException {
    directory = Files.createDirectory(temp.resolve(ODD));
    program = Files.writeString(directory.resolve("jbackup"), PROGRAM);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    catalog = Catalog.init(directory.resolve("catalog"));
  }

  Instance register(PostgresServer server) throws IOException {
    PgControl control = PgControl.read(server.dataDirectory());
    Instance instance =
        catalog.addInstance(
            "main",
            InstanceConfig.empty()
                .with(ConfigKey.SYSTEM_IDENTIFIER, control.systemIdText())
                .with(ConfigKey.SERVER_VERSION, "" + server.major())
                .with(ConfigKey.XLOG_SEG_SIZE, "" + control.segmentSize().bytes()));
    server.share(directory);
    return instance;
  }

  /// Lets a server with archive_mode on archive here.
  void archiveFrom(PostgresServer server) throws SQLException {
    String folder =
        RestoreCommand.word(
            catalog.location().directory().orElseThrow().resolve("wal/main").toString());
    server.set("archive_command", "test ! -f " + folder + "/%f && cp %p " + folder + "/%f");
  }

  Instance instance() {
    return catalog.instance("main");
  }

  static ConnectionTarget target(PostgresServer server) {
    return new ConnectionResolver(Map.of(), Path.of("/nonexistent"), "postgres")
        .resolve(
            new ConnectionOptions(null, server.host(), "" + server.port(), server.user()),
            ConnectionOptions.NONE,
            PasswordPolicy.NEVER,
            PasswordPrompter.NONE);
  }

  StoredBackup backup(PostgresServer server, WalMode mode) {
    BackupRequest request =
        new BackupRequest(
            BackupMode.FULL,
            mode,
            mode == WalMode.STREAM ? new SlotChoice.Temporary("") : new SlotChoice.None(),
            Compression.of(io.jbackup.catalog.compress.Algorithm.ZSTD),
            2,
            true,
            Optional.empty(),
            Optional.empty(),
            true,
            0,
            Duration.ofSeconds(30),
            Optional.empty(),
            Optional.empty(),
            "0.1.0");
    Locks locks = locks("backup");
    return new TakeBackup(instance(), locks, target(server), this, Progress.NONE, Clock.systemUTC())
        .run(request)
        .backup();
  }

  RestoreRequestBuilder request(Path pgdata) {
    return RestoreRequest.builder(pgdata, program).threads(2);
  }

  RestoreResult restore(RestoreRequestBuilder request) {
    return restoring().run(request.build());
  }

  RestoreBackup restoring() {
    Clock clock = Clock.system(ZoneOffset.UTC);
    return new RestoreBackup(instance(), locks("restore"), this, Progress.NONE, clock);
  }

  Locks locks(String verb) {
    return instance().locks(LockRequest.withoutWaiting(verb));
  }

  @Override
  public void info(String message) {
    lines.add("INFO: " + message);
  }

  @Override
  public void warning(String message) {
    lines.add("WARNING: " + message);
  }

  @Override
  public void log(String message) {
    lines.add("LOG: " + message);
  }

  @Override
  public void verbose(String message) {
    lines.add("VERBOSE: " + message);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
