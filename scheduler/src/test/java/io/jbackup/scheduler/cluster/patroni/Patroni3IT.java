package io.jbackup.scheduler.cluster.patroni;

import io.jbackup.scheduler.testing.PatroniLab;
import io.jbackup.scheduler.testing.PatroniLabBuilder;

/// Debian's Patroni.
final class Patroni3IT extends PatroniScenarios {
  @Override
  PatroniLabBuilder cluster() {
    return PatroniLab.lab().nodes("u4", "u6");
  }
}
