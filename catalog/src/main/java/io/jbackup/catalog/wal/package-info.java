/// PostgreSQL's WAL vocabulary as values: LSN, segment names, timeline histories, segment headers.
@NullMarked
package io.jbackup.catalog.wal;

import org.jspecify.annotations.NullMarked;
