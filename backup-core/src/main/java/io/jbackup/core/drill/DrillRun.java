package io.jbackup.core.drill;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.StoredBackup;
import io.jbackup.catalog.backup.ControlField;
import io.jbackup.catalog.config.ConfigKey;
import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CancelledException;
import io.jbackup.catalog.wal.Lsn;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.core.format.PgControl;
import io.jbackup.core.restore.RestoreResult;
import io.jbackup.core.restore.RestoreUse;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One drill, from the choice of the backup to the last check. What it found out so far can be
/// asked at any time.
final class DrillRun implements RestoreUse {
  private final Instance instance;
  private final DrillRequest request;
  private final Scratch scratch;
  private final ServerPrograms programs;
  private final Function<Optional<Path>, ServerAccount> accounts;
  private final JobLog log;
  private final Progress progress;
  private final List<String> findings = new ArrayList<>();
  private @Nullable StoredBackup backup;
  private @Nullable Path program;
  private @Nullable ServerAccount account;
  private @Nullable Instant recoveredTo;
  private @Nullable Lsn recoveredLsn;

  DrillRun(
      Instance instance,
      DrillRequest request,
      Scratch scratch,
      Map<String, String> environment,
      Function<Optional<Path>, ServerAccount> accounts,
      JobLog log,
      Progress progress) {
    this.instance = instance;
    this.request = request;
    this.scratch = scratch;
    this.accounts = accounts;
    this.log = log;
    this.progress = progress;
    programs = new ServerPrograms(environment, pgdata());
  }

  private Optional<Path> pgdata() {
    return instance.config().get(ConfigKey.PGDATA).map(Path::of);
  }

  Optional<StoredBackup> backup() {
    return Optional.ofNullable(backup);
  }

  Optional<Instant> recoveredTo() {
    return Optional.ofNullable(recoveredTo);
  }

  Optional<Lsn> recoveredLsn() {
    return Optional.ofNullable(recoveredLsn);
  }

  /// What was found good, one line.
  String findings() {
    return String.join(", ", findings);
  }

  @Override
  public void chosen(StoredBackup chosen) {
    backup = chosen;
    String version = chosen.control().text(ControlField.SERVER_VERSION).orElse("");
    if (version.matches("\\d{1,4}")) {
      program = programs.find(Integer.parseInt(version), request.pgbin());
    }
    account = accounts.apply(pgdata());
    log.info("Drill of backup " + chosen.id() + " in \"" + scratch.root() + "\"");
  }

  @Override
  public void restored(RestoreResult result) {
    PgControl control = PgControl.read(scratch.data());
    Path postgres =
        program == null ? programs.find(control.majorVersion(), request.pgbin()) : program;
    ServerAccount user = account == null ? accounts.apply(pgdata()) : account;
    Path conf = new DrillFiles(scratch).write(control, request.settings());
    user.own(scratch.root());
    user.own(scratch.sockets());
    log.info("Starting PostgreSQL " + control.majorVersion() + ", \"" + postgres + "\"");
    List<String> command =
        user.command(
            postgres, List.of("-D", scratch.data().toString(), "-c", "config_file=" + conf));
    try (DrillServer server =
        DrillServer.start(command, scratch.data(), scratch.log(), request.timeout())) {
      server.awaitReady();
      guarded(server);
    }
  }

  /// A server that ends while it is asked something fails the question; its log tells why.
  private void guarded(DrillServer server) {
    try {
      check();
    } catch (CancelledException e) {
      throw e;
    } catch (BackupException e) {
      if (server.isExpired() || !server.isAlive()) {
        throw server.failure(String.valueOf(e.getMessage()), e);
      }
      throw e;
    }
  }

  private void check() {
    DrillChecks checks = DrillChecks.on(scratch.sockets(), users(), log);
    note(checks.position());
    List<String> databases = checks.databases();
    findings.add(databases.size() + " databases");
    if (request.query().isPresent()) {
      findings.add("query answered \"" + checks.query(request.query().get()) + "\"");
    }
    if (request.amcheck()) {
      findings.add(checks.indexes(databases, request.threads(), progress) + " indexes");
    }
  }

  private List<String> users() {
    Set<String> users = new LinkedHashSet<>();
    request.user().ifPresent(users::add);
    users.add("postgres");
    instance.config().get(ConfigKey.PGUSER).ifPresent(users::add);
    users.add(System.getProperty("user.name", "postgres"));
    return List.copyOf(users);
  }

  /// Recovery without a signal file does not keep the time: then it ended where the backup does.
  private void note(List<@Nullable String> position) {
    recoveredLsn = Lsn.parse(String.valueOf(position.get(0)));
    String seconds = position.get(1);
    recoveredTo =
        seconds == null
            ? backup()
                .flatMap(known -> known.control().time(ControlField.RECOVERY_TIME))
                .orElse(null)
            : time(new BigDecimal(seconds));
    log.info(
        "Recovery ended at LSN "
            + recoveredLsn
            + (recoveredTo == null ? "" : ", the last transaction is of " + recoveredTo));
  }

  private static Instant time(BigDecimal seconds) {
    long whole = seconds.longValue();
    return Instant.ofEpochSecond(
        whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
  }
}
