/// The catalog in a bucket of S3 or of a store that speaks its protocol. The only package that
/// knows the AWS SDK, whose own environment variables and files hold; [S3Stores] opens a store.
@NullMarked
package io.jbackup.catalog.store.s3;

import org.jspecify.annotations.NullMarked;
