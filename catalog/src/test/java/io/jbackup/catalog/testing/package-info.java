/// Test support that other modules use, too.
@NullMarked
package io.jbackup.catalog.testing;

import org.jspecify.annotations.NullMarked;
