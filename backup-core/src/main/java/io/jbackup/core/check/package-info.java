/// Whether an instance has everything that a backup and a restore need.
@NullMarked
package io.jbackup.core.check;

import org.jspecify.annotations.NullMarked;
