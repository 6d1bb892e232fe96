/// Looking for damage in a cluster itself: its pages on disk, its indexes through SQL.
@NullMarked
package io.jbackup.core.checkdb;

import org.jspecify.annotations.NullMarked;
