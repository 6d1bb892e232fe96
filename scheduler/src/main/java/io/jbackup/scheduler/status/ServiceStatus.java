package io.jbackup.scheduler.status;

import io.jbackup.catalog.CatalogLocation;
import io.jbackup.catalog.store.s3.S3Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The service at one moment.
///
/// @param since when the service was started
/// @param at when this snapshot was taken
/// @param traffic what the service's process has asked object stores for since it began
/// @param problems of the service itself, for example a configuration file that was refused
public record ServiceStatus(
    String node,
    String version,
    CatalogLocation catalog,
    Instant since,
    Instant at,
    List<InstanceStatus> instances,
    List<S3Traffic.Use> traffic,
    List<String> problems) {
  public ServiceStatus {
    instances = List.copyOf(instances);
    traffic = List.copyOf(traffic);
    problems = List.copyOf(problems);
  }

  /// The same with more problems of the service itself.
  public ServiceStatus with(List<String> more) {
    List<String> all = new ArrayList<>(problems);
    all.addAll(more);
    return new ServiceStatus(node, version, catalog, since, at, instances, traffic, all);
  }
}
