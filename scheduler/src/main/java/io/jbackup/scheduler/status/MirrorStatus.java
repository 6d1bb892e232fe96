package io.jbackup.scheduler.status;

import io.jbackup.catalog.CatalogLocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// The second catalog of an instance, as this node sees it. Whatever is not known yet is empty.
///
/// @param lastComplete when it was last seen to have everything
/// @param lastSuccess when a look at it last ended without a failure
/// @param missingBackups that it should have and has not
/// @param oldestMissing since when the oldest of what it lacks is in the catalog
/// @param hole WAL after its newest backup that it lacks and the catalog has not either
/// @param trouble why it cannot be kept now, once that failed twice
public record MirrorStatus(
    CatalogLocation catalog,
    Optional<Instant> lastComplete,
    Optional<Instant> lastSuccess,
    OptionalInt missingBackups,
    OptionalInt missingWal,
    Optional<Instant> oldestMissing,
    Optional<MissingWal> hole,
    Optional<Trouble> trouble) {
  /// The age of the oldest thing that it lacks, zero when it lacks nothing.
  public Optional<Duration> lag(Instant now) {
    return missingWal.isEmpty()
        ? Optional.empty()
        : Optional.of(oldestMissing.map(time -> Duration.between(time, now)).orElse(Duration.ZERO));
  }

  /// Segments that are missing.
  ///
  /// @param names of the first and the last one, in words
  public record MissingWal(String names, long count) {}

  /// A failure that lasts.
  ///
  /// @param hint what to do about it
  public record Trouble(String why, String hint) {}
}
