/// What the verbs `service …` print and how they start the service.
@NullMarked
package io.jbackup.cli.service;

import org.jspecify.annotations.NullMarked;
