/// Compression of independent frames and whole files: zstd, lz4, gzip or none.
@NullMarked
package io.jbackup.catalog.compress;

import org.jspecify.annotations.NullMarked;
