/// The archive-push and archive-get programs: few classes, quick to start.
@NullMarked
package io.jbackup.archivepush;

import org.jspecify.annotations.NullMarked;
