package io.jbackup.core.connect;

/// TCP keepalive as libpq's `keepalives*` set it; 0 leaves the system's value.
public record KeepAlive(boolean enabled, int idleSeconds, int intervalSeconds, int count) {}
