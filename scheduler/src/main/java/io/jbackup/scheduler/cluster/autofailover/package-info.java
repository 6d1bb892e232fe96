/// Reads a cluster from pg_auto_failover's monitor.
@NullMarked
package io.jbackup.scheduler.cluster.autofailover;

import org.jspecify.annotations.NullMarked;
