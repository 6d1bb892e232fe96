/// Proving that what is stored can be restored: backups, archived WAL, recovery targets.
@NullMarked
package io.jbackup.core.validate;

import org.jspecify.annotations.NullMarked;
