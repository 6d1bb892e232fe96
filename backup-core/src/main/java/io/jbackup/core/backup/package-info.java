/// The backup pipeline, from the replication connection to a verified backup.
@NullMarked
package io.jbackup.core.backup;

import org.jspecify.annotations.NullMarked;
