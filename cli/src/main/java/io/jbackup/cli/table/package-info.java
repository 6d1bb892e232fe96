/// The plain tables, in pg_probackup's form to the character.
@NullMarked
package io.jbackup.cli.table;

import org.jspecify.annotations.NullMarked;
