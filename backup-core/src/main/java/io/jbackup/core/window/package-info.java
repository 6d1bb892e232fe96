/// The recovery window: to which times and positions an instance can be recovered now, and what
/// keeps it from the others.
@NullMarked
package io.jbackup.core.window;

import org.jspecify.annotations.NullMarked;
