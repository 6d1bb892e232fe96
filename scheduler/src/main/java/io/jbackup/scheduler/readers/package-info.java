/// Who is asked about a cluster, as the configuration says.
@NullMarked
package io.jbackup.scheduler.readers;

import org.jspecify.annotations.NullMarked;
