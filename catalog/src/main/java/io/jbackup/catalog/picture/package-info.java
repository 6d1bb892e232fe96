/// Everything that is stored of an instance at one moment, as plain values: what decisions about
/// retention, coverage and recovery are made of.
@NullMarked
package io.jbackup.catalog.picture;

import org.jspecify.annotations.NullMarked;
