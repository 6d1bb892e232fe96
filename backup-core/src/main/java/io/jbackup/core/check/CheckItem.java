package io.jbackup.core.check;

/// One line of the answer.
///
/// @param name what was looked at, the same in every run
/// @param text what was found
/// @param hint what to do about it; empty when all is well
public record CheckItem(String name, CheckLevel level, String text, String hint) {
  static CheckItem ok(String name, String text) {
    return new CheckItem(name, CheckLevel.OK, text, "");
  }

  static CheckItem warning(String name, String text, String hint) {
    return new CheckItem(name, CheckLevel.WARNING, text, hint);
  }

  static CheckItem fail(String name, String text, String hint) {
    return new CheckItem(name, CheckLevel.FAIL, text, hint);
  }

  /// The hint counts only when the level is not OK.
  static CheckItem of(String name, CheckLevel level, String text, String hint) {
    return new CheckItem(name, level, text, level == CheckLevel.OK ? "" : hint);
  }
}
