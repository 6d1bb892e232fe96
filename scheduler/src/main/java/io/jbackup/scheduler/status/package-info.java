/// What the service shows of itself: one immutable snapshot for the page, the metrics and status.
@NullMarked
package io.jbackup.scheduler.status;

import org.jspecify.annotations.NullMarked;
