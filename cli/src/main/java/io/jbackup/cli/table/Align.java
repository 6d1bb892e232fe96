package io.jbackup.cli.table;

/// On which side of its column a value stands.
enum Align {
  LEFT,
  RIGHT
}
