/// Rounds: due moments of schedules, and the pure decision what a node does about one.
@NullMarked
package io.jbackup.scheduler.round;

import org.jspecify.annotations.NullMarked;
