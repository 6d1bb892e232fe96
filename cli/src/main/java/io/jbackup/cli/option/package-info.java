/// The options and verbs of the command line, declared once, and the parser that checks what was
/// given.
@NullMarked
package io.jbackup.cli.option;

import org.jspecify.annotations.NullMarked;
