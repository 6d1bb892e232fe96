@NullMarked
package io.jbackup.scheduler.mirror;

import org.jspecify.annotations.NullMarked;
