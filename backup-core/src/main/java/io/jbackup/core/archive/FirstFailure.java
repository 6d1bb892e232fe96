package io.jbackup.core.archive;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What stops work that several threads share: the first failure of any of them counts.
public final class FirstFailure {
  private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();

  /// Is of no effect when there was one before.
  public void set(Throwable failure) {
    cause.compareAndSet(null, failure);
  }

  /// Whether there was one.
  public boolean happened() {
    return cause.get() != null;
  }

  /// Throws the failure, if there was one.
  public void rethrow() {
    switch (cause.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
