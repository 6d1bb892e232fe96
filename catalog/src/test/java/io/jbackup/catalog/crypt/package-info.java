/// Tests of encryption.
@NullMarked
package io.jbackup.catalog.crypt;

import org.jspecify.annotations.NullMarked;
