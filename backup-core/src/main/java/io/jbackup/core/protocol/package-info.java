/// The replication protocol client: messages, authentication, COPY streams.
@NullMarked
package io.jbackup.core.protocol;

import org.jspecify.annotations.NullMarked;
