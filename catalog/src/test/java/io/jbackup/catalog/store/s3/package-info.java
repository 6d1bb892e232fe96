/// Tests of what the S3 adapter decides by itself.
@NullMarked
package io.jbackup.catalog.store.s3;

import org.jspecify.annotations.NullMarked;
