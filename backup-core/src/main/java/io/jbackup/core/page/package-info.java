/// Data pages of PostgreSQL's relations: which files hold them, and whether a page is whole.
@NullMarked
package io.jbackup.core.page;

import org.jspecify.annotations.NullMarked;
