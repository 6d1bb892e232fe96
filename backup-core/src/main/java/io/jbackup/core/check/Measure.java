package io.jbackup.core.check;

/// A number that a monitoring system draws.
///
/// @param unit as Nagios writes it: `s`, `B`, `%`, or nothing for a count
/// @param warning beyond it the finding is a warning, -1 for none
/// @param critical beyond it the finding is a failure, -1 for none
public record Measure(String name, long value, String unit, long warning, long critical) {}
