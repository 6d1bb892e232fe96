/// The `name = value` text that control and configuration files are written in.
@NullMarked
package io.jbackup.catalog.text;

import org.jspecify.annotations.NullMarked;
