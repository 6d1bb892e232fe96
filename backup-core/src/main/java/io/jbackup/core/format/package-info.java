/// Files that PostgreSQL writes: pg_control, backup manifest, backup label, tar archives.
@NullMarked
package io.jbackup.core.format;

import org.jspecify.annotations.NullMarked;
