package io.jbackup.catalog.lock;

import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.SwapStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One lease object: who holds it. Every change replaces the state that was read.
final class LeaseFile {
  private static final int ATTEMPTS = 200;

  private final SwapStore store;
  private final ObjectKey key;
  private final LeaseTimes times;

  LeaseFile(SwapStore store, ObjectKey key, LeaseTimes times) {
    this.store = store;
    this.key = key;
    this.times = times;
  }

  /// The holder's ID; null when another one excludes it.
  @Nullable String take(LockOwner owner) {
    String id = UUID.randomUUID().toString();
    boolean taken =
        change(holders -> {
          boolean alone = holders.isEmpty();
          boolean shared =
              owner.mode() == LockMode.SHARED
                  && holders.stream().allMatch(h -> h.owner().mode() == LockMode.SHARED);
          return alone || shared
              ? Optional.of(with(holders, new LeaseText.Holder(id, store.now(), owner)))
              : Optional.empty();
        });
    return taken ? id : null;
  }

  private static List<LeaseText.Holder> with(
      List<LeaseText.Holder> holders, LeaseText.Holder added) {
    List<LeaseText.Holder> all = new ArrayList<>(holders);
    all.add(added);
    return all;
  }

  /// False when the lease has passed to others.
  boolean renew(String id) {
    return change(holders ->
        isAmong(holders, id)
            ? Optional.of(
                holders.stream()
                    .map(holder -> holder.id().equals(id) ? holder.renewed(store.now()) : holder)
                    .toList())
            : Optional.empty());
  }

  private static boolean isAmong(List<LeaseText.Holder> holders, String id) {
    return holders.stream().anyMatch(holder -> holder.id().equals(id));
  }

  /// Gives it back; false when it has passed to others.
  boolean release(String id) {
    return change(holders ->
        isAmong(holders, id)
            ? Optional.of(holders.stream().filter(holder -> !holder.id().equals(id)).toList())
            : Optional.empty());
  }

  /// The living ones.
  List<LockOwner> owners() {
    Optional<SwapStore.State> state = store.read(key);
    return state.isEmpty()
        ? List.of()
        : living(state.get()).stream().map(LeaseText.Holder::owner).toList();
  }

  private List<LeaseText.Holder> living(SwapStore.State state) {
    return parse(state.text()).stream()
        .filter(holder -> holder.isAlive(state.time(), times.duration()))
        .toList();
  }

  private List<LeaseText.Holder> parse(String text) {
    try {
      return LeaseText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          "could not read the lease \"" + key + "\": " + e.getMessage(),
          "Delete the object when no jbackup runs on this catalog.",
          e);
    }
  }

  /// Changes the living holders; false when there is no such change.
  private boolean change(
      Function<List<LeaseText.Holder>, Optional<List<LeaseText.Holder>>> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<SwapStore.State> state = store.read(key);
      List<LeaseText.Holder> before = state.map(this::living).orElse(List.of());
      Optional<List<LeaseText.Holder>> after = change.apply(before);
      if (after.isEmpty()) {
        return false;
      }
      String tag = state.map(SwapStore.State::tag).orElse(null);
      if (store.swap(key, tag, LeaseText.format(after.get()))) {
        return true;
      }
    }
    throw new StorageException(
        "could not change the lease \"" + key + "\": others changed it " + ATTEMPTS + " times",
        "Run the command again.");
  }
}
