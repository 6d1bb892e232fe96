/// Scheduled backups on the right node of a cluster.
@NullMarked
package io.jbackup.scheduler;

import org.jspecify.annotations.NullMarked;
