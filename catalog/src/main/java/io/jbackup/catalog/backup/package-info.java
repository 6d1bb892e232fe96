/// One backup as stored: its ID, status, control file and index.
@NullMarked
package io.jbackup.catalog.backup;

import org.jspecify.annotations.NullMarked;
