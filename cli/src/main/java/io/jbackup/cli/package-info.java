/// The jbackup program: a thin shell over use cases.
@NullMarked
package io.jbackup.cli;

import org.jspecify.annotations.NullMarked;
