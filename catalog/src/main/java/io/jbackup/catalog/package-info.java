/// The catalog: all that jbackup keeps under one backup path, instance by instance.
@NullMarked
package io.jbackup.catalog;

import org.jspecify.annotations.NullMarked;
