package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.CatalogException;
import io.jbackup.catalog.error.UsageException;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SmallObjects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Changes who can open what is encrypted: wraps every data key anew. No data are rewritten. It can
/// be cut off at any point and run again with both keys.
public final class Rotation {
  private final ObjectStore store;
  private final Access old;
  private final KeyRing reader;
  private final KeyRing writer;
  private final Access changed;
  private final Set<KeyId> done = new HashSet<>();

  private Rotation(ObjectStore store, Access old, KeyRing reader, KeyRing writer, Access changed) {
    this.store = store;
    this.old = old;
    this.reader = reader;
    this.writer = writer;
    this.changed = changed;
  }

  /// Wraps all data keys for the new key and recipients; what `wanted` does not name stays as it
  /// is. Returns the number of data keys.
  ///
  /// @param store not encrypted
  public static int rotate(
      ObjectStore store, KeyScope scope, KeySettings current, KeySettings wanted) {
    Access old = Access.read(store, scope);
    KeyRing ring = KeyRing.of(current, old);
    ring.requireReading();
    if (wanted.recipients().isEmpty()) {
      requireGenuineRecipients(old, ring, current);
    }
    List<Kek> keks = new ArrayList<>();
    Map<String, Optional<Passphrases>> symmetric = newSymmetric(old, ring, wanted, keks);
    Map<String, String> recipients =
        wanted.recipients().isEmpty() ? old.recipients() : Encryption.recipients(wanted);
    List<Kek> all = new ArrayList<>(ring.keks());
    all.addAll(keks);
    requireFinished(old, all);
    KeyRing reader = new KeyRing(all, List.of(), ring.identity());
    KeyRing writer =
        new KeyRing(
            keks, recipients.keySet().stream().map(Recipient::parse).toList(), Optional.empty());
    Access changed = new Access(scope, symmetric, recipients, Map.of());
    return new Rotation(store, old, reader, writer, changed).run();
  }

  /// Where no key sealed the list of recipients, anybody who can write there may have added one.
  private static void requireGenuineRecipients(Access old, KeyRing ring, KeySettings current) {
    if (!ring.keks().isEmpty()) {
      return;
    }
    Set<String> named = Encryption.recipients(current).keySet();
    for (Map.Entry<String, String> recipient : old.recipients().entrySet()) {
      boolean own =
          ring.identity().filter(key -> KeyRing.opens(key, recipient.getValue())).isPresent();
      if (!own && !named.contains(recipient.getKey())) {
        throw new UsageException(
            "data keys would be wrapped for the recipient "
                + recipient.getKey()
                + ", and nobody vouches for it",
            "Name all who shall read: with --encrypt-recipient those that were made recipients, or"
                + " with --new-recipient others in their place.");
      }
    }
  }

  /// Throws CatalogException when an earlier rotation was cut off, which was to another key.
  private static void requireFinished(Access old, List<Kek> given) {
    List<String> ids = given.stream().map(Kek::id).toList();
    if (old.symmetric().size() > 1 && !ids.containsAll(old.symmetric().keySet())) {
      throw new CatalogException(
          "a change of the keys of " + old.scope() + " was cut off, which was to another key",
          "End that one first, with the same options as then. Nothing is lost.");
    }
  }

  private static Map<String, Optional<Passphrases>> newSymmetric(
      Access old, KeyRing ring, KeySettings wanted, List<Kek> keks) {
    Map<String, Optional<Passphrases>> symmetric =
        Encryption.symmetric(wanted, keks, old.symmetric());
    if (symmetric.isEmpty()) {
      keks.addAll(ring.keks());
      for (Kek kek : ring.keks()) {
        symmetric.put(kek.id(), old.symmetric().getOrDefault(kek.id(), Optional.empty()));
      }
      if (keks.isEmpty() && !old.symmetric().isEmpty()) {
        throw new CatalogException(
            old.scope() + " has a key, which was not given",
            "Give it beside the identity, so that data keys can be wrapped for it again.");
      }
    }
    return symmetric;
  }

  private int run() {
    // Old and new keys open the catalog while some data keys are wrapped for the one or the other.
    Map<String, Optional<Passphrases>> both = new LinkedHashMap<>(old.symmetric());
    both.putAll(changed.symmetric());
    new Access(old.scope(), both, changed.recipients(), Map.of())
        .write(store, reader.keks(), PutMode.REPLACE);
    rewrapAll();
    changed.write(store, writer.keks(), PutMode.REPLACE);
    // From now on nobody begins with the old key; who had begun may have made data keys with it.
    rewrapAll();
    return done.size();
  }

  private void rewrapAll() {
    for (String folder : old.scope().folders(store)) {
      for (ObjectInfo info : store.list(KeyId.KEYS.child(folder)).objects()) {
        KeyId id = new KeyId(folder, info.key().name());
        if (!info.key().equals(old.scope().access()) && done.add(id)) {
          rewrap(id);
        }
      }
    }
  }

  private void rewrap(KeyId id) {
    String name = store.describe(id.key());
    Optional<String> text = SmallObjects.read(store, id.key());
    if (text.isEmpty()) {
      // Deleted with its backup meanwhile.
      return;
    }
    Map<String, String> values = KeyObject.parse(text.get(), name);
    DataKey key =
        KeyObject.unwrap(id, values, reader)
            .orElseThrow(() ->
                new CatalogException(
                    "no key at hand opens the data key \"" + name + "\"",
                    "It was written with another key, or by a host that only writes: give that key"
                        + " or the identity file as well. Nothing is lost; run the command again."));
    byte[] wrapped = KeyObject.wrap(key, KeyObject.use(values), writer);
    SmallObjects.write(store, id.key(), wrapped, PutMode.REPLACE);
  }
}
