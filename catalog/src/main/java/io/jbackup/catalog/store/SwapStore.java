package io.jbackup.catalog.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Small objects that are replaced only in the state in which they were read, atomically against
/// other processes and hosts. Throws StorageException as [ObjectStore] does.
public interface SwapStore {
  /// An object's text in one state, which the tag names.
  ///
  /// @param time of the store's clock when it was read
  record State(String text, String tag, Instant time) {}

  /// Empty when there is no such object.
  Optional<State> read(ObjectKey key);

  /// Replaces the object in the state of that tag, or creates it where the tag is null. False when
  /// it is in another state by now: nothing was changed then.
  boolean swap(ObjectKey key, @Nullable String tag, String text);

  /// The time of the store's clock.
  Instant now();
}
