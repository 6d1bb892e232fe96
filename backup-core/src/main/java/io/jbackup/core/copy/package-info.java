/// Copies backups and WAL from one catalog to another: [CopyInstance] is what the verb `copy` and
/// the service call.
@NullMarked
package io.jbackup.core.copy;

import org.jspecify.annotations.NullMarked;
