package io.jbackup.catalog.store;

import java.time.Instant;
import java.util.Optional;

/// Keeps an object from being deleted.
///
/// @param until when it ends by itself
/// @param legal whether it ends only when somebody lifts it
public record Hold(Optional<Instant> until, boolean legal) {
  /// The one that ends later.
  public Hold or(Hold other) {
    Optional<Instant> latest =
        until.isPresent() && other.until.filter(until.get()::isBefore).isEmpty()
            ? until
            : other.until;
    return new Hold(latest, legal || other.legal);
  }
}
