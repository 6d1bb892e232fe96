/// The second catalog of an instance: [Mirror] keeps copying to it what is new.
@NullMarked
package io.jbackup.scheduler.mirror;

import org.jspecify.annotations.NullMarked;
