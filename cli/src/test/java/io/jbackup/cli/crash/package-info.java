/// Scenarios in which processes are killed, disks fill up and servers vanish while the assembled
/// program works. [io.jbackup.cli.crash.CrashIT] lists them all and prints how often each was run.
@NullMarked
package io.jbackup.cli.crash;

import org.jspecify.annotations.NullMarked;
