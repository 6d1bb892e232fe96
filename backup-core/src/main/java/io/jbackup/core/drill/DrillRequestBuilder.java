package io.jbackup.core.drill;

import io.jbackup.catalog.backup.BackupId;
import io.jbackup.core.restore.RecoveryTarget;
import io.jbackup.core.restore.TimelineChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a [DrillRequest] step by step; null takes a value back.
public final class DrillRequestBuilder {
  private final Path program;
  private @Nullable BackupId backup;
  private RecoveryTarget target = new RecoveryTarget.None();
  private @Nullable Boolean inclusive;
  private TimelineChoice timeline = new TimelineChoice.Unset();
  private int threads = 1;
  private @Nullable Path directory;
  private @Nullable Path pgbin;
  private @Nullable String user;
  private @Nullable DrillQuery query;
  private boolean amcheck;
  private boolean keep;
  private Duration timeout = DrillRequest.DEFAULT_TIMEOUT;
  private final Map<String, String> settings = new LinkedHashMap<>();

  DrillRequestBuilder(Path program) {
    this.program = program;
  }

  public DrillRequestBuilder backup(@Nullable BackupId value) {
    backup = value;
    return this;
  }

  public DrillRequestBuilder target(RecoveryTarget value) {
    target = value;
    return this;
  }

  public DrillRequestBuilder inclusive(@Nullable Boolean value) {
    inclusive = value;
    return this;
  }

  public DrillRequestBuilder timeline(TimelineChoice value) {
    timeline = value;
    return this;
  }

  public DrillRequestBuilder threads(int value) {
    threads = value;
    return this;
  }

  public DrillRequestBuilder directory(@Nullable Path value) {
    directory = value;
    return this;
  }

  public DrillRequestBuilder pgbin(@Nullable Path value) {
    pgbin = value;
    return this;
  }

  public DrillRequestBuilder user(@Nullable String value) {
    user = value;
    return this;
  }

  public DrillRequestBuilder query(@Nullable DrillQuery value) {
    query = value;
    return this;
  }

  public DrillRequestBuilder amcheck(boolean value) {
    amcheck = value;
    return this;
  }

  public DrillRequestBuilder keep(boolean value) {
    keep = value;
    return this;
  }

  public DrillRequestBuilder timeout(Duration value) {
    timeout = value;
    return this;
  }

  /// A further setting of the server.
  public DrillRequestBuilder setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /// Throws UsageException for what makes no sense.
  public DrillRequest build() {
    return new DrillRequest(
        program,
        Optional.ofNullable(backup),
        target,
        Optional.ofNullable(inclusive),
        timeline,
        threads,
        Optional.ofNullable(directory),
        Optional.ofNullable(pgbin),
        Optional.ofNullable(user),
        Optional.ofNullable(query),
        amcheck,
        keep,
        timeout,
        settings);
  }
}
