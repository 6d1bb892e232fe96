package io.jbackup.cli.option;

import java.util.ArrayList;
import java.util.List;

/// Verbs of two words, such as `service run`.
public final class VerbWords {
  private VerbWords() {}

  /// The same words with a verb of two words made one.
  public static List<String> joined(List<String> words) {
    if (words.size() < 2 || Verb.of(words.getFirst() + " " + words.get(1)).isEmpty()) {
      return words;
    }
    List<String> joined = new ArrayList<>(words.subList(1, words.size()));
    joined.set(0, words.getFirst() + " " + words.get(1));
    return joined;
  }
}
