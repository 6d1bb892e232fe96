package io.jbackup.catalog.store;

/// Names of objects from one on until before another, in the order of their characters, which are
/// ASCII.
///
/// @param from not empty
public record NameRange(String from, String until) {
  public boolean has(String name) {
    return name.compareTo(from) >= 0 && name.compareTo(until) < 0;
  }

  /// What all of them begin with.
  public String prefix() {
    int length = 0;
    while (length < from.length()
        && length < until.length()
        && from.charAt(length) == until.charAt(length)) {
      length++;
    }
    return from.substring(0, length);
  }

  /// A name less than all of them, with little between.
  public String before() {
    return from.substring(0, from.length() - 1);
  }
}
