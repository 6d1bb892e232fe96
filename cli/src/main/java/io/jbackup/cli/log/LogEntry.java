package io.jbackup.cli.log;

import java.time.Instant;

/// One message. The hint is empty where there is none.
record LogEntry(Instant time, LogLevel level, String message, String hint) {}
