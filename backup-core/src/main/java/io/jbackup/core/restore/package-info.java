/// Choosing a backup for a recovery target and writing it to a data directory.
@NullMarked
package io.jbackup.core.restore;

import org.jspecify.annotations.NullMarked;
