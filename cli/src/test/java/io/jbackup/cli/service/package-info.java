/// Tests of what the verbs `service …` print.
@NullMarked
package io.jbackup.cli.service;

import org.jspecify.annotations.NullMarked;
