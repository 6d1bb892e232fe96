package io.jbackup.scheduler.job;

import io.jbackup.scheduler.cluster.ClusterPicture;
import io.jbackup.scheduler.cluster.ClusterReader;
import io.jbackup.scheduler.cluster.Sight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at one cluster and remembers the last picture for a while: not to be answered is not the
/// same as an answer that says no.
public final class ClusterWatch {
  private final ClusterReader reader;
  private final Clock clock;
  private final Duration memory;
  private @Nullable ClusterPicture last;
  private @Nullable Instant unknownSince;

  /// @param memory for how long a picture counts when no newer one can be had
  public ClusterWatch(ClusterReader reader, Clock clock, Duration memory) {
    this.reader = reader;
    this.clock = clock;
    this.memory = memory;
  }

  /// What is seen, and what may be gone by.
  ///
  /// @param now the answer of this moment
  /// @param effective the same, or the remembered picture in place of no answer
  /// @param server what the server says of itself, when there has been no answer for so long that
  ///   no picture is remembered
  public record View(Sight now, Sight effective, Optional<ClusterPicture> server) {
    public boolean isRemembered() {
      return now instanceof Sight.Unknown && effective instanceof Sight.Seen;
    }

    /// Whether no failover or switchover is under way, as far as is known.
    public boolean isCalm() {
      return !(effective instanceof Sight.Seen(ClusterPicture picture)) || picture.calm();
    }
  }

  /// Asks now.
  public View look() {
    Sight now = reader.look();
    return switch (now) {
      case Sight.Seen(ClusterPicture picture) -> {
        remember(picture);
        yield new View(now, now, Optional.empty());
      }
      case Sight.Unknown _ -> {
        ClusterPicture known = remembered();
        yield known == null
            ? new View(now, now, isLongUnknown() ? reader.server() : Optional.empty())
            : new View(now, new Sight.Seen(known), Optional.empty());
      }
    };
  }

  private synchronized void remember(ClusterPicture picture) {
    last = picture;
    unknownSince = null;
  }

  /// Also after a start at which nobody answered.
  private synchronized boolean isLongUnknown() {
    Instant now = clock.instant();
    if (unknownSince == null) {
      unknownSince = last == null ? now : last.takenAt();
    }
    return !unknownSince.plus(memory).isAfter(now);
  }

  private synchronized @Nullable ClusterPicture remembered() {
    return last != null && last.takenAt().plus(memory).isAfter(clock.instant()) ? last : null;
  }
}
