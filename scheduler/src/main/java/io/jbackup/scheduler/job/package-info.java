/// Scheduled work: what a node does once it has decided to do a round.
@NullMarked
package io.jbackup.scheduler.job;

import org.jspecify.annotations.NullMarked;
