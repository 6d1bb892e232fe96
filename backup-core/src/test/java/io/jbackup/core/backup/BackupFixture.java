package io.jbackup.core.backup;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.Instance;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.compress.Algorithm;
import io.jbackup.catalog.compress.Compression;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.config.InstanceConfig;
import io.jbackup.catalog.lock.LockRequest;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.Progress;
import io.jbackup.core.connect.ConnectionOptions;
import io.jbackup.core.connect.ConnectionResolver;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.connect.PasswordPolicy;
import io.jbackup.core.connect.PasswordPrompter;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A catalog with one instance, and requests with the defaults of the command line.
public final class BackupFixture {
  public static final String INSTANCE = "main";
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private BackupFixture() {}

  /// Makes a catalog in `directory` with the instance of a running server.
  public static Instance instance(Path directory, PostgresServer server) {
    return instance(Catalog.init(directory), server);
  }

  /// Adds the instance of a running server to a catalog.
  public static Instance instance(Catalog catalog, PostgresServer server) {
    PgControl control = PgControl.read(server.dataDirectory());
    InstanceConfig config =
        InstanceConfig.empty()
            .with(ConfigKey.SYSTEM_IDENTIFIER, control.systemIdText())
            .with(ConfigKey.SERVER_VERSION, "" + control.majorVersion())
            .with(ConfigKey.XLOG_SEG_SIZE, "" + control.segmentSize().bytes());
    return catalog.addInstance(INSTANCE, config);
  }

  public static ConnectionTarget target(PostgresServer server) {
    return new ConnectionResolver(Map.of(), Path.of("/nonexistent"), "postgres")
        .resolve(
            new ConnectionOptions(
                "postgres", server.socketDirectory().toString(), "" + server.port(), server.user()),
            ConnectionOptions.NONE,
            PasswordPolicy.NEVER,
            PasswordPrompter.NONE);
  }

  public static TakeBackup backup(Instance instance, PostgresServer server, RecordingLog log) {
    Locks locks = instance.locks(LockRequest.withoutWaiting("backup"));
    return new TakeBackup(instance, locks, target(server), log, Progress.NONE, Clock.systemUTC());
  }

  public static BackupRequest streaming() {
    return streaming(Compression.of(Algorithm.ZSTD));
  }

  public static BackupRequest streaming(Compression compression) {
    return request(WalMode.STREAM, compression, 0, new SlotChoice.Temporary(""), DEADLINE);
  }

  /// So slow that there is time to break it.
  public static BackupRequest slow(SlotChoice slot) {
    return request(WalMode.STREAM, Compression.NONE, 1024, slot, DEADLINE);
  }

  public static BackupRequest archive() {
    return archive(DEADLINE);
  }

  public static BackupRequest archive(Duration timeout) {
    return request(
        WalMode.ARCHIVE, Compression.of(Algorithm.ZSTD), 0, new SlotChoice.None(), timeout);
  }

  private static BackupRequest request(
      WalMode mode, Compression compression, int maxRate, SlotChoice slot, Duration timeout) {
    return new BackupRequest(
        BackupMode.FULL,
        mode,
        slot,
        compression,
        2,
        true,
        Optional.empty(),
        Optional.empty(),
        true,
        maxRate,
        timeout,
        Optional.empty(),
        Optional.empty(),
        "0.1.0");
  }
}
