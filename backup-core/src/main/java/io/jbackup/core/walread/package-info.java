/// Reading WAL records with their CRCs.
@NullMarked
package io.jbackup.core.walread;

import org.jspecify.annotations.NullMarked;
