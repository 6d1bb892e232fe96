/// Reading a stored backup back and checking every byte of it.
@NullMarked
package io.jbackup.core.verify;

import org.jspecify.annotations.NullMarked;
