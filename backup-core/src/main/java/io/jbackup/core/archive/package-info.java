/// Stored archives: tar streams cut into independently compressed frames, and their index.
@NullMarked
package io.jbackup.core.archive;

import org.jspecify.annotations.NullMarked;
