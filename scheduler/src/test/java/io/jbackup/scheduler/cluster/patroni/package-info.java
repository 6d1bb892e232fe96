@NullMarked
package io.jbackup.scheduler.cluster.patroni;

import org.jspecify.annotations.NullMarked;
