/// The configuration of an instance and the units its values are written in.
@NullMarked
package io.jbackup.catalog.config;

import org.jspecify.annotations.NullMarked;
