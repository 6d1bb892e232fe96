/// Archives of a cluster whose leaders change, and recovery from them, with the assembled program.
@NullMarked
package io.jbackup.cli.cluster;

import org.jspecify.annotations.NullMarked;
