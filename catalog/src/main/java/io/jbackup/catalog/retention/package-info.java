/// What may go and what must stay: the rules of retention as a function of a picture, and the one
/// class that deletes.
@NullMarked
package io.jbackup.catalog.retention;

import org.jspecify.annotations.NullMarked;
