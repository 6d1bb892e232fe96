/// Tests of archive-push and archive-get.
@NullMarked
package io.jbackup.archivepush;

import org.jspecify.annotations.NullMarked;
