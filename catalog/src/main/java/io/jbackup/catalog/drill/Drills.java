package io.jbackup.catalog.drill;

import io.jbackup.catalog.Instance;
import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The restore drills of one instance, kept in `backups/INSTANCE/drill`. Every call sees what other
/// processes did meanwhile.
public final class Drills {
  /// The format that this version writes, and the newest that it reads.
  public static final int FORMAT_VERSION = 1;

  private final ObjectStore store;
  private final ObjectKey key;

  private Drills(ObjectStore store, ObjectKey key) {
    this.store = store;
    this.key = key;
  }

  public static Drills of(Instance instance) {
    ObjectKey folder = new ObjectKey("backups").child(instance.name());
    return new Drills(instance.store(), folder.child("drill"));
  }

  /// The last drill, whatever came of it; empty when there was none. Throws CatalogException when
  /// the record cannot be read.
  public Optional<DrillRecord> last() {
    return read().last();
  }

  /// The last drill that passed; empty when none did. Throws CatalogException when the record
  /// cannot be read.
  public Optional<DrillRecord> lastPassed() {
    return read().passed();
  }

  /// Makes `record` the last drill, and the last that passed if it did, in one step. Throws
  /// CatalogException when what is there cannot be read: it would be lost.
  public void save(DrillRecord record) {
    String text = read().with(record).format();
    SmallObjects.write(store, key, text.getBytes(StandardCharsets.UTF_8), PutMode.REPLACE);
  }

  private DrillText read() {
    Optional<String> text = SmallObjects.read(store, key);
    try {
      return text.isPresent() ? DrillText.parse(text.get()) : DrillText.EMPTY;
    } catch (IllegalArgumentException e) {
      throw new CatalogException(
          "could not read \"" + store.describe(key) + "\": " + e.getMessage(),
          "The record of drills is damaged or of a newer jbackup. Move the file away and run a drill"
              + " to begin a new record.",
          e);
    }
  }
}
