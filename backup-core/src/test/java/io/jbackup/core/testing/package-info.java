/// Real PostgreSQL servers for tests, each in a temporary directory on a free port. Exported to the
/// other modules as the test-jar of this one.
@NullMarked
package io.jbackup.core.testing;

import org.jspecify.annotations.NullMarked;
