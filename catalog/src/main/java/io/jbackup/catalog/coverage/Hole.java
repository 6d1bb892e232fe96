package io.jbackup.catalog.coverage;

import io.jbackup.catalog.wal.Lsn;
import java.util.List;

/// Positions of one timeline that something is stored about and that recovery cannot end at:
/// between `begin` and `end`, which belong to stretches where these adjoin it.
///
/// @param reasons never empty
public record Hole(Lsn begin, Lsn end, List<Reason> reasons) {
  public Hole {
    reasons = List.copyOf(reasons);
  }
}
