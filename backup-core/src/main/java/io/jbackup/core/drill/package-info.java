/// Restore drills: a backup is restored, recovered by a server of its own, looked at, and removed.
@NullMarked
package io.jbackup.core.drill;

import org.jspecify.annotations.NullMarked;
