package io.jbackup.scheduler.config;

import io.jbackup.catalog.crypt.KeySettings;
import io.jbackup.catalog.retention.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the service does for one instance of the catalog.
///
/// @param pgdata the local data directory, if it is known
/// @param connection a conninfo string or URI, without a password
/// @param fallback who backs up when nobody of `runOn` has done it for long
/// @param retention applied after a good backup, by the node that took it
/// @param deleteWal whether retention also removes archived WAL
/// @param keys where the keys are of what is encrypted; empty where the environment says it
/// @param mirror the second catalog that everything is copied to
public record InstanceConfiguration(
    String name,
    Optional<Path> pgdata,
    String connection,
    ClusterSource cluster,
    RunOn runOn,
    Optional<Fallback> fallback,
    List<Schedule> schedules,
    RetentionPolicy retention,
    boolean deleteWal,
    AlarmLimits alarms,
    Optional<KeySettings> keys,
    Optional<MirrorSettings> mirror) {
  public InstanceConfiguration {
    schedules = List.copyOf(schedules);
  }
}
