package io.jbackup.core.backup;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.NewBackup;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.BackupControl;
import io.jbackup.catalog.backup.BackupMode;
import io.jbackup.catalog.backup.BackupStatus;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.backup.ControlTime;
import io.jbackup.catalog.backup.WalMode;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.ServerException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.error.WalException;
import io.jbackup.catalog.lock.HeldLock;
import io.jbackup.catalog.lock.LockMode;
import io.jbackup.catalog.lock.LockTarget;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.archive.FrameThreads;
import io.jbackup.core.connect.ConnectionTarget;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.protocol.NoticeListener;
import io.jbackup.core.protocol.ReplicationConnection;
import io.jbackup.core.verify.DataVerification;
import io.jbackup.core.verify.WalVerification;
import io.jbackup.core.walread.WalScan;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Takes one backup: copies, verifies, and says so in the control file. Whatever fails leaves the
/// status ERROR (or CORRUPT when the verification failed) and no slot on the server. The backup is
/// locked from before its control file exists until its status is final: one that says RUNNING and
/// is not locked has no process any more.
public final class TakeBackup {
  private static final String CHECKSUM_FAILURE = "XX001";

  private final Instance instance;
  private final Locks locks;
  private final ConnectionTarget target;
  private final JobLog log;
  private final ServerWarnings warnings;
  private final Progress progress;
  private final Clock clock;
  private final Connections connections = new Connections();

  public TakeBackup(
      Instance instance,
      Locks locks,
      ConnectionTarget target,
      JobLog log,
      Progress progress,
      Clock clock) {
    this.instance = instance;
    this.locks = locks;
    this.target = target;
    this.log = log;
    this.warnings = new ServerWarnings(log);
    this.progress = progress;
    this.clock = clock;
  }

  /// Ends the backup from another thread: [#run(BackupRequest)] then throws CancelledException,
  /// after it has marked the backup.
  public void cancel() {
    connections.cancel();
  }

  /// Takes the backup and returns it with its final status. A failure before the backup got its ID
  /// changes nothing in the catalog.
  public BackupResult run(BackupRequest request) {
    if (request.mode() != BackupMode.FULL) {
      throw new UsageException(
          "backup mode " + request.mode() + " is not available in this version",
          "Take a full backup: -b FULL.");
    }
    try (HeldLock _ = locks.acquire(LockTarget.wholeInstance(), LockMode.SHARED);
        connections) {
      instance.reread();
      ReplicationConnection data = connect();
      ServerFacts facts = ServerFacts.read(data);
      check(request, facts);
      return take(request, data, facts);
    } catch (BackupException e) {
      if (connections.isCancelled()) {
        throw Connections.interrupted();
      }
      throw e;
    }
  }

  private BackupResult take(BackupRequest request, ReplicationConnection data, ServerFacts facts) {
    keepReserve();
    FrameThreads.tell(request.threads(), instance.store(), log);
    Instant start = request.startTime().orElseGet(clock::instant);
    try (NewBackup created = BackupStart.register(instance, locks, request, facts, target, start)) {
      announce(request, created.backup(), facts);
      return new Run(request, facts, created.backup()).take(data);
    }
  }

  /// A backup may fill the disk, and deleting one has to work there.
  private void keepReserve() {
    try {
      instance.keepReserve();
    } catch (StorageException e) {
      log.log("no room is reserved for deleting: " + e.getMessage());
    }
  }

  private ReplicationConnection connect() {
    return connections.add(ReplicationConnection.open(target, warnings));
  }

  private void check(BackupRequest request, ServerFacts facts) {
    facts.requireSame(instance.name(), instance.config());
    request
        .pgdata()
        .ifPresent(pgdata -> facts.requireSame(PgControl.read(pgdata), pgdata.toString()));
    if (request.walMode() == WalMode.ARCHIVE && facts.archiveMode().equals("off")) {
      throw new WalException(
          "archive_mode is off: the backup would wait for WAL that is never archived",
          "Take the backup with --stream, or set archive_mode and archive_command.");
    }
  }

  private void announce(BackupRequest request, StoredBackup backup, ServerFacts facts) {
    log.info(
        "Backup start, jbackup version: "
            + request.programVersion()
            + ", instance: "
            + instance.name()
            + ", backup ID: "
            + backup.id()
            + ", backup mode: "
            + request.mode()
            + ", wal mode: "
            + request.walMode()
            + ", remote: false, compress-algorithm: "
            + request.compression().algorithm().label()
            + ", compress-level: "
            + request.compression().level());
    if (facts.standby()) {
      log.info("Backup " + backup.id() + " is going to be taken from standby");
    }
    if (!facts.dataChecksums()) {
      log.warning(
          "Data checksums are not enabled on this cluster, so damaged pages cannot be noticed");
    }
  }

  /// One backup that has its ID.
  private final class Run {
    private final BackupRequest request;
    private final ServerFacts facts;
    private StoredBackup backup;
    private @Nullable String createdSlot;

    Run(BackupRequest request, ServerFacts facts, StoredBackup backup) {
      this.request = request;
      this.facts = facts;
      this.backup = backup;
    }

    BackupResult take(ReplicationConnection data) {
      try {
        CopiedData copied = copy(data);
        record(copied);
        warnOfConfiguration(copied);
        verify();
        long resident = copied.dataBytes() + copied.storedWalBytes();
        return new BackupResult(backup, resident);
      } catch (RuntimeException | Error e) {
        fail(e);
        throw e;
      }
    }

    private CopiedData copy(ReplicationConnection data) {
      Copy copy = new Copy(backup, request, facts, connections, log, progress, clock);
      try {
        if (request.walMode() == WalMode.ARCHIVE) {
          return copy.run(data, null, null);
        }
        ReplicationConnection wal = connect();
        return copy.run(data, wal, slot(wal));
      } catch (ServerException e) {
        throw explain(e);
      }
    }

    private BackupException explain(ServerException e) {
      if (!e.sqlState().equals(CHECKSUM_FAILURE)) {
        return e;
      }
      return new CorruptException(
          "the server found damaged pages while it was copied: "
              + warnings.damage().orElse(String.valueOf(e.getMessage())),
          "The warnings above name file and block. Repair the cluster (or fail over to a node"
              + " that is whole) and take the backup again.",
          e);
    }

    private @Nullable String slot(ReplicationConnection wal) {
      return switch (request.slot()) {
        case SlotChoice.None _ -> null;
        case SlotChoice.Temporary(String name) -> {
          String slot = name.isEmpty() ? uniqueSlot() : name;
          wal.createReplicationSlot(slot, true, true);
          yield slot;
        }
        case SlotChoice.Permanent(String name, boolean create) -> {
          if (create && wal.readReplicationSlot(name).isEmpty()) {
            wal.createReplicationSlot(name, false, true);
            createdSlot = name;
          }
          yield name;
        }
      };
    }

    /// An ID is a second: two catalogs may have backups of one server with the same.
    private String uniqueSlot() {
      int random = ThreadLocalRandom.current().nextInt(0x1000000);
      return "jbackup_%s_%06x".formatted(backup.id().text().toLowerCase(Locale.ROOT), random);
    }

    private void record(CopiedData copied) {
      BackupControl control =
          backup
              .control()
              .with(ControlField.TIMELINE_ID, Integer.toUnsignedLong(copied.stopTimeline()))
              .with(ControlField.START_LSN, copied.start().toString())
              .with(ControlField.STOP_LSN, copied.stop().toString())
              .with(ControlField.DATA_BYTES, copied.dataBytes())
              .with(ControlField.UNCOMPRESSED_BYTES, copied.rawBytes())
              .with(ControlField.PGDATA_BYTES, copied.fileBytes())
              .with(ControlField.WAL_BYTES, walBytes(copied))
              .with(ControlField.CONTENT_CRC, copied.indexCrc());
      if (!copied.tablespaces().isEmpty()) {
        control = control.with(ControlField.TABLESPACE_MAP, copied.tablespaces());
      }
      backup = backup.save(control);
    }

    /// In ARCHIVE mode this waits for the archive.
    private long walBytes(CopiedData copied) {
      if (request.walMode() == WalMode.STREAM) {
        return copied.walBytes();
      }
      return new ArchiveWait(instance, target, request.archiveTimeout(), log)
          .await(copied.stopTimeline(), copied.start(), copied.stop(), facts.segmentSize());
    }

    private void warnOfConfiguration(CopiedData copied) {
      if (!copied.missingConfiguration().isEmpty()) {
        log.warning(
            "Not in the backup, because outside the data directory: "
                + String.join(", ", copied.missingConfiguration())
                + ". Keep a copy of them elsewhere: a restored server needs them");
      }
    }

    private void verify() {
      Instant copied = clock.instant();
      if (!instance.isReadable()) {
        finishUnread(copied);
        return;
      }
      WalScan.Summary wal = new WalVerification(backup).run();
      BackupControl control =
          RecoveryPoint.of(wal, copied).addTo(backup.control()).with(ControlField.END_TIME, copied);
      control = expiry(control);
      backup = backup.save(control.with(BackupStatus.DONE));
      connections.requireNotCancelled();
      if (!request.validate()) {
        return;
      }
      log.info("Validating backup " + backup.id());
      new DataVerification(backup, request.threads(), progress).run();
      log.info("Backup " + backup.id() + " data files are valid");
      connections.requireNotCancelled();
      backup = backup.save(backup.control().with(BackupStatus.OK));
    }

    /// Where only public keys are, nothing that was stored can be read back.
    private void finishUnread(Instant copied) {
      BackupControl control =
          backup
              .control()
              .with(ControlField.RECOVERY_TIME, copied.plusSeconds(1).truncatedTo(SECONDS))
              .with(ControlField.END_TIME, copied);
      backup = backup.save(expiry(control).with(BackupStatus.DONE));
      log.warning(
          "Backup "
              + backup.id()
              + " was not read back: this host can encrypt and not decrypt. Run \"jbackup validate\""
              + " where the private key is");
    }

    private BackupControl expiry(BackupControl control) {
      if (request.expiry().isEmpty()) {
        return control;
      }
      Instant expire =
          switch (request.expiry().get()) {
            case Expiry.Until(Instant time) -> time;
            case Expiry.Ttl(var length) ->
                control.time(ControlField.RECOVERY_TIME).orElseThrow().plus(length);
          };
      log.info("Backup " + backup.id() + " is pinned until '" + ControlTime.format(expire) + "'");
      return control.with(ControlField.EXPIRE_TIME, expire);
    }

    private void fail(Throwable cause) {
      dropCreatedSlot(cause);
      BackupStatus status =
          cause instanceof CorruptException ? BackupStatus.CORRUPT : BackupStatus.ERROR;
      try {
        backup.save(
            backup
                .control()
                .with(ControlField.END_TIME, clock.instant())
                .with(ControlField.ERROR_MESSAGE, String.valueOf(cause.getMessage()))
                .with(status));
        log.warning("Backup " + backup.id() + " is marked " + status);
      } catch (BackupException e) {
        cause.addSuppressed(e);
        log.warning(
            "Backup " + backup.id() + " could not be marked " + status + ": " + e.getMessage());
      }
    }

    /// A slot that this run made for a backup that is none would hold WAL for nobody.
    private void dropCreatedSlot(Throwable cause) {
      if (createdSlot == null) {
        return;
      }
      connections.close();
      try (ReplicationConnection again =
          ReplicationConnection.open(target, NoticeListener.IGNORE)) {
        again.dropReplicationSlot(createdSlot);
      } catch (BackupException e) {
        cause.addSuppressed(e);
        log.warning(
            "Replication slot \""
                + createdSlot
                + "\" could not be dropped, drop it by hand: "
                + e.getMessage());
      }
    }
  }
}
