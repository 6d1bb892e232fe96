package io.jbackup.core.protocol;

/// The answer to `TIMELINE_HISTORY`: a history file byte for byte.
@SuppressWarnings("ArrayRecordComponent") // a file's content, never compared
public record TimelineHistoryFile(String fileName, byte[] content) {}
