@NullMarked
package io.jbackup.scheduler.config;

import org.jspecify.annotations.NullMarked;
