/// One class for each verb: it turns arguments into a request and a result into output.
@NullMarked
package io.jbackup.cli.command;

import org.jspecify.annotations.NullMarked;
