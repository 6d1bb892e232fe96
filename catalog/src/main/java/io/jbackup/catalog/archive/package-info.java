/// The WAL archive of an instance: publishing, finding and checking archived files.
@NullMarked
package io.jbackup.catalog.archive;

import org.jspecify.annotations.NullMarked;
