/// Quartz: when what is due, and where that is kept.
@NullMarked
package io.jbackup.scheduler.store;

import org.jspecify.annotations.NullMarked;
