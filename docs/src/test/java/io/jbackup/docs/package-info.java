/// Rules about the whole project, and the guide's examples as tests.
@NullMarked
package io.jbackup.docs;

import org.jspecify.annotations.NullMarked;
