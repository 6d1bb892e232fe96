/// What a node sees of its cluster: one immutable picture, whatever manages the cluster.
@NullMarked
package io.jbackup.scheduler.cluster;

import org.jspecify.annotations.NullMarked;
