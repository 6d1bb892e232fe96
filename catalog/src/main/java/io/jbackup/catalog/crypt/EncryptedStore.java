package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.store.Holds;
import io.jbackup.catalog.store.Listing;
import io.jbackup.catalog.store.NameRange;
import io.jbackup.catalog.store.ObjectInfo;
import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectReader;
import io.jbackup.catalog.store.ObjectStore;
import io.jbackup.catalog.store.ObjectTraits;
import io.jbackup.catalog.store.ObjectWriter;
import io.jbackup.catalog.store.PutMode;
import io.jbackup.catalog.store.SwapStore;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A store that encrypts what is written to another one and decrypts what is read. Sizes are those
/// before encryption. What [PlainObjects] names passes as it is.
final class EncryptedStore implements ObjectStore {
  private final ObjectStore store;
  private final DataKeys keys;

  private EncryptedStore(ObjectStore store, DataKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /// Throws CatalogException when no key is given, or a wrong one.
  EncryptedStore(ObjectStore store, KeyScope scope, KeySettings settings) {
    this.store = store;
    this.keys = new DataKeys(store, scope, settings);
  }

  /// False where only public keys are at hand.
  boolean canRead() {
    return keys.ring().canRead();
  }

  @Override
  public ObjectWriter write(ObjectKey key, PutMode mode) {
    if (PlainObjects.has(key)) {
      return store.write(key, mode);
    }
    DataKey dataKey = keys.forWriting(key);
    ObjectWriter writer = store.write(key, mode);
    try {
      SegmentCipher cipher = SegmentCipher.create(dataKey.bytes(), key.path());
      return new EncryptedWriter(writer, dataKey, cipher);
    } catch (GeneralSecurityException e) {
      writer.close();
      throw Crypto.impossible(e);
    }
  }

  @Override
  public Optional<ObjectReader> open(ObjectKey key) {
    Optional<ObjectReader> found = store.open(key);
    return found.isEmpty() || PlainObjects.has(key)
        ? found
        : Optional.of(decrypting(key, found.get()));
  }

  private ObjectReader decrypting(ObjectKey key, ObjectReader reader) {
    String name = store.describe(key);
    try {
      byte[] header = new byte[Layout.HEADER];
      int length = reader.read(0, header, 0, header.length);
      String folder = KeyUse.of(key, false).folder();
      KeyId id = length < header.length ? null : KeyId.parse(folder, header);
      if (id == null) {
        throw EncryptedReader.damaged(name, null);
      }
      byte[] tink = Arrays.copyOfRange(header, Layout.PREFIX, Layout.HEADER);
      SegmentCipher cipher = SegmentCipher.of(keys.forReading(id).bytes(), key.path(), tink);
      return new EncryptedReader(reader, cipher, name);
    } catch (BackupException e) {
      reader.close();
      throw e;
    } catch (GeneralSecurityException e) {
      reader.close();
      throw Crypto.impossible(e);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(ObjectKey key) {
    return store.stat(key).map(EncryptedStore::before);
  }

  private static ObjectInfo before(ObjectInfo info) {
    return PlainObjects.has(info.key())
        ? info
        : new ObjectInfo(info.key(), Math.max(0, Layout.plainSize(info.size())), info.modified());
  }

  @Override
  public Listing list(ObjectKey folder) {
    Listing listing = store.list(folder);
    return new Listing(
        listing.objects().stream().map(EncryptedStore::before).toList(), listing.folders());
  }

  @Override
  public void visit(ObjectKey folder, Consumer<ObjectInfo> visitor) {
    store.visit(folder, info -> visitor.accept(before(info)));
  }

  @Override
  public void visit(ObjectKey folder, NameRange names, Consumer<ObjectInfo> visitor) {
    store.visit(folder, names, info -> visitor.accept(before(info)));
  }

  @Override
  public void delete(Collection<ObjectKey> deleted) {
    List<ObjectKey> all = new ArrayList<>(deleted);
    for (ObjectKey key : deleted) {
      ObjectKey own = ownKey(key);
      if (own != null) {
        all.add(own);
      }
    }
    store.delete(all);
  }

  /// The key object of a WAL file that a host may have written that could not read.
  private @Nullable ObjectKey ownKey(ObjectKey key) {
    String[] names = key.path().split("/", -1);
    return names[0].equals("wal") && names.length == 3 && !keys.ring().recipients().isEmpty()
        ? KeyUse.walFile(names[1], key).id().key()
        : null;
  }

  /// The key of a backup goes with its folder, those of an instance with the instance's.
  @Override
  public void deleteFolder(ObjectKey folder) {
    store.deleteFolder(folder);
    String[] names = folder.path().split("/", -1);
    if (names[0].equals("backups") && names.length == 3) {
      store.delete(List.of(KeyUse.backup(names[1], names[2]).id().key()));
    } else if (names[0].equals("backups") && names.length == 2) {
      store.deleteFolder(KeyId.KEYS.child(names[1]));
    }
  }

  @Override
  public void sync(ObjectKey key) {
    store.sync(key);
  }

  @Override
  public boolean hasFolder(ObjectKey folder) {
    return store.hasFolder(folder);
  }

  @Override
  public boolean isNear() {
    return store.isNear();
  }

  @Override
  public int sweep(ObjectKey folder, Instant limit) {
    return store.sweep(folder, limit);
  }

  @Override
  public Optional<SwapStore> swaps() {
    return store.swaps();
  }

  @Override
  public Optional<Holds> holds() {
    return store.holds();
  }

  @Override
  public ObjectStore with(ObjectTraits traits) {
    return new EncryptedStore(store.with(traits), keys);
  }

  @Override
  public String describe(ObjectKey key) {
    return store.describe(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
