package io.jbackup.scheduler.job;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.lock.Locks;
import io.jbackup.core.JobLog;
import io.jbackup.core.Progress;
import io.jbackup.scheduler.config.InstanceConfiguration;
import io.jbackup.scheduler.config.Schedule;
import java.util.Optional;
import java.util.function.Supplier;

/// What a job works on and with.
///
/// @param change asks the cluster again: what of role and system identifier is not as it was when
///   the work began
record Assignment(
    Site site,
    InstanceConfiguration configuration,
    Schedule schedule,
    Instance instance,
    Locks locks,
    JobLog log,
    Progress progress,
    Supplier<Optional<String>> change) {}
