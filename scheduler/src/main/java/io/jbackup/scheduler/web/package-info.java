/// The service over HTTP: its health, its metrics, its status as JSON, and a page for people.
@NullMarked
package io.jbackup.scheduler.web;

import org.jspecify.annotations.NullMarked;
