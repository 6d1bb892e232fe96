/// Encryption of what a catalog holds, before it leaves this process. The format is described in
/// docs/encryption.md.
@NullMarked
package io.jbackup.catalog.crypt;

import org.jspecify.annotations.NullMarked;
