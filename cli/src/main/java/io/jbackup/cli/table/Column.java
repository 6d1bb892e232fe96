package io.jbackup.cli.table;

/// A column of a table.
record Column(String header, Align align) {
  static Column left(String header) {
    return new Column(header, Align.LEFT);
  }

  static Column right(String header) {
    return new Column(header, Align.RIGHT);
  }
}
