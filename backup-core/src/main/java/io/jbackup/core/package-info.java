/// What every use case shares: how it tells what it does and how far it is.
@NullMarked
package io.jbackup.core;

import org.jspecify.annotations.NullMarked;
