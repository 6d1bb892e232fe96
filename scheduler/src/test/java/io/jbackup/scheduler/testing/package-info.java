/// Real clusters for tests: Patroni with etcd, and pg_auto_failover, each in a temporary directory
/// on free ports. Exported to the other modules as the test-jar of this one.
@NullMarked
package io.jbackup.scheduler.testing;

import org.jspecify.annotations.NullMarked;
