package io.jbackup.catalog.lock;

import io.jbackup.catalog.backup.ControlTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/// Who holds a lock. The process is alive: what a dead one left is never shown. Where it could not
/// write down who it is (its disk was full), the verb is [#UNKNOWN] and the process 0.
public record LockOwner(String host, long pid, String verb, Instant since, LockMode mode) {
  /// Stands for what is not known of a living owner.
  public static final String UNKNOWN = "unknown";

  static LockOwner thisProcess(LockRequest request, LockMode mode) {
    return new LockOwner(
        Hosts.name(),
        ProcessHandle.current().pid(),
        request.verb(),
        request.clock().instant(),
        mode);
  }

  /// All owners in a message. There are none when a lock ended just now, or when its holder could
  /// not write down who it is.
  public static String describe(List<LockOwner> owners, ZoneId zone) {
    return owners.isEmpty()
        ? "a process that could not write down who it is"
        : owners.stream().map(owner -> owner.describe(zone)).collect(Collectors.joining(", "));
  }

  /// `restore (pid 4711 on db1, shared, since 2026-11-22 01:44:59+00)`.
  public String describe(ZoneId zone) {
    return verb
        + " (pid "
        + (pid == 0 ? UNKNOWN : "" + pid)
        + " on "
        + host
        + ", "
        + mode.label()
        + ", since "
        + ControlTime.format(since, zone)
        + ")";
  }
}
