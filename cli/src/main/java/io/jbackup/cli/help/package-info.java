/// Help and the reference, made from the declarations of verbs and options.
@NullMarked
package io.jbackup.cli.help;

import org.jspecify.annotations.NullMarked;
