@NullMarked
package io.jbackup.scheduler.notify;

import org.jspecify.annotations.NullMarked;
