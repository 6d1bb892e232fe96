package io.jbackup.core.restore;

import io.jbackup.catalog.backup.BackupId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a [RestoreRequest] step by step; null takes a value back.
public final class RestoreRequestBuilder {
  private final Path pgdata;
  private final Path program;
  private @Nullable BackupId backup;
  private RecoveryTarget target = new RecoveryTarget.None();
  private @Nullable Boolean inclusive;
  private TimelineChoice timeline = new TimelineChoice.Unset();
  private @Nullable RecoveryAction action;
  private List<TablespaceMapping> tablespaces = List.of();
  private @Nullable Path scratch;
  private @Nullable Path waldir;
  private int threads = 1;
  private boolean asReplica;
  private @Nullable String primaryConninfo;
  private @Nullable String primarySlotName;
  private @Nullable String restoreCommand;
  private @Nullable String newArchive;
  private boolean validate = true;
  private boolean sync = true;
  private boolean force;

  RestoreRequestBuilder(Path pgdata, Path program) {
    this.pgdata = pgdata;
    this.program = program;
  }

  public RestoreRequestBuilder backup(@Nullable BackupId value) {
    backup = value;
    return this;
  }

  public RestoreRequestBuilder target(RecoveryTarget value) {
    target = value;
    return this;
  }

  public RestoreRequestBuilder inclusive(@Nullable Boolean value) {
    inclusive = value;
    return this;
  }

  public RestoreRequestBuilder timeline(TimelineChoice value) {
    timeline = value;
    return this;
  }

  public RestoreRequestBuilder action(@Nullable RecoveryAction value) {
    action = value;
    return this;
  }

  public RestoreRequestBuilder tablespaces(List<TablespaceMapping> value) {
    tablespaces = List.copyOf(value);
    return this;
  }

  /// A restore that is thrown away, with its tablespaces below this directory.
  public RestoreRequestBuilder scratch(@Nullable Path value) {
    scratch = value;
    return this;
  }

  public RestoreRequestBuilder waldir(@Nullable Path value) {
    waldir = value;
    return this;
  }

  public RestoreRequestBuilder threads(int value) {
    threads = value;
    return this;
  }

  /// A standby of the server that `conninfo` names (null: the one the backup knows), through a
  /// replication slot if one is named.
  public RestoreRequestBuilder asReplica(@Nullable String conninfo, @Nullable String slotName) {
    asReplica = true;
    primaryConninfo = conninfo;
    primarySlotName = slotName;
    return this;
  }

  public RestoreRequestBuilder restoreCommand(@Nullable String value) {
    restoreCommand = value;
    return this;
  }

  /// A new instance that the restored cluster archives into.
  public RestoreRequestBuilder newArchive(@Nullable String value) {
    newArchive = value;
    return this;
  }

  public RestoreRequestBuilder validate(boolean value) {
    validate = value;
    return this;
  }

  public RestoreRequestBuilder sync(boolean value) {
    sync = value;
    return this;
  }

  public RestoreRequestBuilder force(boolean value) {
    force = value;
    return this;
  }

  /// Throws UsageException for combinations that mean nothing.
  public RestoreRequest build() {
    return new RestoreRequest(
        pgdata,
        Optional.ofNullable(backup),
        target,
        Optional.ofNullable(inclusive),
        timeline,
        Optional.ofNullable(action),
        tablespaces,
        Optional.ofNullable(scratch),
        Optional.ofNullable(waldir),
        threads,
        asReplica,
        Optional.ofNullable(primaryConninfo),
        Optional.ofNullable(primarySlotName),
        Optional.ofNullable(restoreCommand),
        Optional.ofNullable(newArchive),
        validate,
        sync,
        force,
        program);
  }
}
