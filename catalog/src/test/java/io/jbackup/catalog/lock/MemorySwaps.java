package io.jbackup.catalog.lock;

import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.SwapStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Objects in memory, and a clock that is set by hand.
final class MemorySwaps implements SwapStore {
  private final Map<ObjectKey, State> states = new HashMap<>();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private int tags;

  synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  synchronized void put(ObjectKey key, String text) {
    states.put(key, new State(text, "tag" + tags++, now));
  }

  @Override
  public synchronized Optional<State> read(ObjectKey key) {
    State state = states.get(key);
    return state == null
        ? Optional.empty()
        : Optional.of(new State(state.text(), state.tag(), now));
  }

  @Override
  public synchronized boolean swap(ObjectKey key, @Nullable String tag, String text) {
    State state = states.get(key);
    boolean same = state == null ? tag == null : state.tag().equals(tag);
    if (same) {
      put(key, text);
    }
    return same;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }
}
