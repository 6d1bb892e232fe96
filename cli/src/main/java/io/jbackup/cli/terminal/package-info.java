/// Standard output and standard error, and what stands on the terminal's last line.
@NullMarked
package io.jbackup.cli.terminal;

import org.jspecify.annotations.NullMarked;
