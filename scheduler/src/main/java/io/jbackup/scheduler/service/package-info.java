/// The service: it opens rounds, lets this node do what is its turn, and shows how things stand.
@NullMarked
package io.jbackup.scheduler.service;

import org.jspecify.annotations.NullMarked;
