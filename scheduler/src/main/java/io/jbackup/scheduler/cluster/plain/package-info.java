/// A server without a cluster manager, asked by SQL.
@NullMarked
package io.jbackup.scheduler.cluster.plain;

import org.jspecify.annotations.NullMarked;
