package io.jbackup.catalog.coverage;

import io.jbackup.catalog.wal.Lsn;
import java.util.List;
import java.util.Optional;

/// One timeline, from the point where it left its parent.
///
/// @param parent 0 for a timeline that branched off nowhere, or nobody knows where
/// @param switchPoint where it left its parent; empty without one
/// @param stretches in ascending order; they neither overlap nor touch
/// @param holes in ascending order
public record Branch(
    int timeline,
    int parent,
    Optional<Lsn> switchPoint,
    List<Stretch> stretches,
    List<Hole> holes) {
  public Branch {
    stretches = List.copyOf(stretches);
    holes = List.copyOf(holes);
  }

  /// Whether recovery can end at `lsn`.
  public boolean reaches(Lsn lsn) {
    return stretches.stream().anyMatch(stretch -> stretch.contains(lsn));
  }
}
