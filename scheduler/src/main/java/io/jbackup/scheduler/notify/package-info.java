/// Tells people and programs what became wrong, and when it is well again.
@NullMarked
package io.jbackup.scheduler.notify;

import org.jspecify.annotations.NullMarked;
