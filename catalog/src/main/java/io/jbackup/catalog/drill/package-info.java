/// What is kept about restore drills: the last one and the last that passed, per instance.
@NullMarked
package io.jbackup.catalog.drill;

import org.jspecify.annotations.NullMarked;
