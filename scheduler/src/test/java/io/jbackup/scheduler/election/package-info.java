@NullMarked
package io.jbackup.scheduler.election;

import org.jspecify.annotations.NullMarked;
