/// The recovery window as a drawing to scale and as text.
@NullMarked
package io.jbackup.cli.window;

import org.jspecify.annotations.NullMarked;
