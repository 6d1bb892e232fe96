/// The snapshot as a page for people.
@NullMarked
package io.jbackup.scheduler.web.page;

import org.jspecify.annotations.NullMarked;
