/// The S3 server of the tests, and buckets in it.
@NullMarked
package io.jbackup.catalog.testing.s3;

import org.jspecify.annotations.NullMarked;
