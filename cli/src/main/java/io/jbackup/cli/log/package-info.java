/// What the user is told, on the console and in log files.
@NullMarked
package io.jbackup.cli.log;

import org.jspecify.annotations.NullMarked;
