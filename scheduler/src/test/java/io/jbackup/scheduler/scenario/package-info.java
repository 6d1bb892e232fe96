/// Services on a real cluster, through what happens to clusters.
@NullMarked
package io.jbackup.scheduler.scenario;

import org.jspecify.annotations.NullMarked;
