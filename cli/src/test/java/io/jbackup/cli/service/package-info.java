@NullMarked
package io.jbackup.cli.service;

import org.jspecify.annotations.NullMarked;
