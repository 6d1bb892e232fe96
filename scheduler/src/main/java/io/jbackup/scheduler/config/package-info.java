/// The service's configuration file as immutable records, and its reader.
@NullMarked
package io.jbackup.scheduler.config;

import org.jspecify.annotations.NullMarked;
