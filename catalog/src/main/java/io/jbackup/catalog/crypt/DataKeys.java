package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds and makes data keys: one for each backup and each day of WAL.
///
/// The keys that open them may be changed meanwhile ([Rotation]). A data key is used only if the
/// keys that it was wrapped for still counted when it was there: then the rotation that replaces
/// them lists it afterwards.
final class DataKeys {
  private static final int KEPT = 256;

  private final ObjectStore store;
  private final KeyScope scope;
  private final KeySettings settings;
  private final Map<KeyId, DataKey> known = newest();
  private final Map<KeyUse, DataKey> writing = newest();
  private Access access;
  private KeyRing ring;

  /// Throws CatalogException when no key is given, or a wrong one.
  DataKeys(ObjectStore store, KeyScope scope, KeySettings settings) {
    this.store = store;
    this.scope = scope;
    this.settings = settings;
    this.access = Access.read(store, scope);
    this.ring = KeyRing.of(settings, access);
  }

  private static <K> Map<K, DataKey> newest() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, DataKey> eldest) {
        return size() > KEPT;
      }
    };
  }

  synchronized KeyRing ring() {
    return ring;
  }

  /// Whether who can open data keys was changed; then the keys are taken anew from where they are
  /// found, and CatalogException says that they do not fit any more.
  private boolean isChanged() {
    Access now = Access.read(store, scope);
    if (now.equals(access)) {
      return false;
    }
    ring = KeyRing.of(settings, now);
    access = now;
    return true;
  }

  /// The key that an object was written with.
  synchronized DataKey forReading(KeyId id) {
    DataKey found = known.get(id);
    if (found == null) {
      ring.requireReading();
      found =
          read(id)
              .or(() -> isChanged() ? read(id) : Optional.empty())
              .orElseThrow(() -> closed(id));
      known.put(id, found);
    }
    return found;
  }

  private CatalogException closed(KeyId id) {
    return new CatalogException(
        "no key at hand opens the data key \"" + store.describe(id.key()) + "\"",
        "It is missing, damaged, or wrapped for others: give the key that was used when it was"
            + " written.");
  }

  private Optional<DataKey> read(KeyId id) {
    String name = store.describe(id.key());
    return SmallObjects.read(store, id.key())
        .flatMap(text -> KeyObject.unwrap(id, KeyObject.parse(text, name), ring));
  }

  /// The key for a new object: made when there is none yet.
  synchronized DataKey forWriting(ObjectKey object) {
    KeyUse use = KeyUse.of(object, !ring.canRead());
    DataKey found = writing.get(use);
    if (found == null) {
      if (!writing.isEmpty()) {
        // It was opened a while ago.
        isChanged();
      }
      found = findOrCreate(use);
      while (isChanged()) {
        found = createAnother(use);
      }
      if (!use.single()) {
        writing.put(use, found);
        known.put(found.id(), found);
      }
    }
    return found;
  }

  private DataKey findOrCreate(KeyUse use) {
    KeyId id = use.id();
    Optional<DataKey> found = ring.canRead() ? read(id) : Optional.empty();
    if (found.isPresent()) {
      return found.get();
    }
    DataKey created = new DataKey(id, Crypto.random(Crypto.KEY));
    if (create(created, use)) {
      return created;
    }
    // Another process was quicker; or whoever made it did not wrap it for this one.
    found = ring.canRead() ? read(id) : Optional.empty();
    return found.orElseGet(() -> createAnother(use));
  }

  private DataKey createAnother(KeyUse use) {
    DataKey other = new DataKey(KeyId.random(use.folder()), Crypto.random(Crypto.KEY));
    create(other, use);
    return other;
  }

  private boolean create(DataKey key, KeyUse use) {
    byte[] text = KeyObject.wrap(key, use.text(), ring);
    return SmallObjects.write(store, key.id().key(), text, PutMode.CREATE_NEW);
  }
}
