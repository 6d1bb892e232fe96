package io.jbackup.catalog.store;

import java.time.Instant;

/// A stored object: its size in bytes and when it was last written.
public record ObjectInfo(ObjectKey key, long size, Instant modified) {}
