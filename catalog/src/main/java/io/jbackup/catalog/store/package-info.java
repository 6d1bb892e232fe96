/// The storage port and its adapter for a local file system.
@NullMarked
package io.jbackup.catalog.store;

import org.jspecify.annotations.NullMarked;
