/// Which WAL is there, and how far recovery gets with it, as functions of a listing.
@NullMarked
package io.jbackup.catalog.coverage;

import org.jspecify.annotations.NullMarked;
