/// Executes what the guide and the README tell a DBA to do.
@NullMarked
package io.jbackup.docs.guide;

import org.jspecify.annotations.NullMarked;
