/// Where and how to connect: libpq's options, environment, password and service files.
@NullMarked
package io.jbackup.core.connect;

import org.jspecify.annotations.NullMarked;
