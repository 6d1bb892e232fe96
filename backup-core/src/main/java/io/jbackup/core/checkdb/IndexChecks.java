package io.jbackup.core.checkdb;

/// How thoroughly indexes are checked.
///
/// @param heapAllIndexed whether each row must be found in the index
/// @param checkUnique whether unique indexes have one visible entry for each key
public record IndexChecks(boolean heapAllIndexed, boolean checkUnique) {}
