package io.jbackup.scheduler.job;

/// What came of work that was done.
///
/// @param good false when what it found is bad: damage, or a drill that did not pass
/// @param text one line, for example `backup SVXPK2`
public record JobResult(boolean good, String text) {}
