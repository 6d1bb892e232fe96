package io.jbackup.docs.guide;

/// What a guide has a person do, or the test look at, in the order of the text.
sealed interface Step {
  /// The number of the line it begins in.
  int line();

  /// A fenced block; `kind` is the word after the fence.
  record Block(String kind, String text, int line) implements Step {}

  /// An invisible comment `<!-- test: … -->`.
  record Directive(String text, int line) implements Step {}
}
