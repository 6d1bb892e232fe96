package io.jbackup.core.check;

/// How good a finding is, best first.
public enum CheckLevel {
  OK,
  WARNING,
  FAIL;

  /// A value up to its limit is good, up to twice of it a warning.
  static CheckLevel of(long value, long limit) {
    if (value <= limit) {
      return OK;
    }
    return value <= 2 * limit ? WARNING : FAIL;
  }

  CheckLevel worse(CheckLevel other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
