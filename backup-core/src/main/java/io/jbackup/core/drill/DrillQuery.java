package io.jbackup.core.drill;

import java.util.Optional;

/// A query on the recovered cluster, run as a superuser.
///
/// @param expected what the first value of the first row must be as text; without it any answer is
///   good
public record DrillQuery(String database, String sql, Optional<String> expected) {}
