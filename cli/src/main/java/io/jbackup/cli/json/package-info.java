/// The JSON answers, with pg_probackup's keys and types.
@NullMarked
package io.jbackup.cli.json;

import org.jspecify.annotations.NullMarked;
