/// Which node does the work: a pure function of one picture of the cluster.
@NullMarked
package io.jbackup.scheduler.election;

import org.jspecify.annotations.NullMarked;
