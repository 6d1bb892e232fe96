package io.jbackup.cli.table;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.drill.DrillRecord;
import io.jbackup.catalog.drill.Drills;
import io.jbackup.catalog.error.CatalogException;
import java.util.Optional;

/// What is known of an instance's drills.
///
/// @param problem why it is not known; empty when it is
public record KnownDrills(
    Optional<DrillRecord> last, Optional<DrillRecord> passed, String problem) {
  public static final KnownDrills NONE = new KnownDrills(Optional.empty(), Optional.empty(), "");

  public static KnownDrills of(Instance instance) {
    Drills drills = Drills.of(instance);
    try {
      return new KnownDrills(drills.last(), drills.lastPassed(), "");
    } catch (CatalogException e) {
      return new KnownDrills(Optional.empty(), Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}
