/// What is kept about scheduled work: the last run of each schedule.
@NullMarked
package io.jbackup.catalog.run;

import org.jspecify.annotations.NullMarked;
