/// The one family of failures, each kind with its exit code.
@NullMarked
package io.jbackup.catalog.error;

import org.jspecify.annotations.NullMarked;
