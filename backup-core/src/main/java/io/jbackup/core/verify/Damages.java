package io.jbackup.core.verify;

import io.jbackup.catalog.error.CorruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What was found damaged. All of it is counted, the first hundred are kept and told one by one: a
/// disk that died would otherwise fill the log. Not thread-safe.
public final class Damages {
  private static final int KEPT = 100;

  private final Consumer<String> listener;
  private final List<String> texts = new ArrayList<>();
  private long count;

  /// `listener` is told each when it is found.
  public Damages(Consumer<String> listener) {
    this.listener = listener;
  }

  public void add(String text) {
    count++;
    if (texts.size() < KEPT) {
      texts.add(text);
      listener.accept(text);
    }
  }

  /// What an exception says.
  public void add(RuntimeException cause) {
    add(String.valueOf(cause.getMessage()));
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public long count() {
    return count;
  }

  /// The first ones, in the order they were found.
  public List<String> texts() {
    return List.copyOf(texts);
  }

  /// One line: the first, and how many more there are. Empty when there is none.
  public String summary() {
    if (isEmpty()) {
      return "";
    }
    return count == 1 ? texts.getFirst() : texts.getFirst() + " (and " + (count - 1) + " more)";
  }

  /// Throws CorruptException with the summary when there is any.
  public void requireNone(String hint) {
    if (!isEmpty()) {
      throw new CorruptException(summary(), hint);
    }
  }
}
