package io.jbackup.scheduler.config;

import io.jbackup.catalog.CatalogLocation;
import java.util.List;
import java.util.Optional;

/// The service's whole configuration file. The same file is meant for every node.
///
/// @param node this node's name, as the cluster's manager knows it
/// @param instances in the order of the file
public record ServiceConfig(
    CatalogLocation catalog,
    String node,
    List<InstanceConfiguration> instances,
    Optional<HttpSettings> http,
    List<NotifyTarget> notifications,
    JobStoreSettings jobStore) {
  public ServiceConfig {
    instances = List.copyOf(instances);
    notifications = List.copyOf(notifications);
  }
}
