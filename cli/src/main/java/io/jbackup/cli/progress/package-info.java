/// How far a long task is: a bar on a terminal, a line now and then elsewhere.
@NullMarked
package io.jbackup.cli.progress;

import org.jspecify.annotations.NullMarked;
