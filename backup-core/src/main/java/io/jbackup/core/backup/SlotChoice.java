package io.jbackup.core.backup;

/// Which replication slot holds the WAL back while it is streamed.
public sealed interface SlotChoice {
  /// No slot: the server may remove WAL before it was read.
  record None() implements SlotChoice {}

  /// A slot that ends with its connection. An empty name means a unique one, made from the backup's
  /// ID.
  record Temporary(String name) implements SlotChoice {}

  /// A slot that stays; it is created first when `create` is set.
  record Permanent(String name, boolean create) implements SlotChoice {}
}
