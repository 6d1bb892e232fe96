package io.jbackup.scheduler.service;

import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.job.Site;
import io.jbackup.scheduler.round.Judge;
import io.jbackup.scheduler.round.RoundPolicy;
import java.util.function.Function;

/// What a service needs beside its configuration file.
///
/// @param readers makes the one who looks at an instance's cluster
/// @param judge tells whether this node may work
public record ServiceSetup(
    Site site,
    Timing timing,
    RoundPolicy policy,
    Function<InstanceConfiguration, ClusterReader> readers,
    Judge judge,
    ServiceListener listener) {}
