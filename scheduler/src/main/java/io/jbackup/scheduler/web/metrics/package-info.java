/// The snapshot in the text format of Prometheus.
@NullMarked
package io.jbackup.scheduler.web.metrics;

import org.jspecify.annotations.NullMarked;
