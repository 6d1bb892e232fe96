@NullMarked
package io.jbackup.scheduler.web;

import org.jspecify.annotations.NullMarked;
