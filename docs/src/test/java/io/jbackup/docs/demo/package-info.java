/// The demonstration that `./jbackup demo` runs: the main job end to end, on a server of its own.
@NullMarked
package io.jbackup.docs.demo;

import org.jspecify.annotations.NullMarked;
