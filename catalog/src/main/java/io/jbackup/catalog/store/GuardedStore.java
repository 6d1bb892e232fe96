package io.jbackup.catalog.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// A store that changes nothing while a guard forbids it: the guard throws.
public final class GuardedStore implements ObjectStore {
  private final ObjectStore store;
  private final Runnable guard;

  public GuardedStore(ObjectStore store, Runnable guard) {
    this.store = store;
    this.guard = guard;
  }

  @Override
  public ObjectWriter write(ObjectKey key, PutMode mode) {
    guard.run();
    return new GuardedWriter(store.write(key, mode), guard);
  }

  @Override
  public Optional<ObjectReader> open(ObjectKey key) {
    return store.open(key);
  }

  @Override
  public Optional<ObjectInfo> stat(ObjectKey key) {
    return store.stat(key);
  }

  @Override
  public int checksum(ObjectKey key) {
    return store.checksum(key);
  }

  @Override
  public Listing list(ObjectKey folder) {
    return store.list(folder);
  }

  @Override
  public void visit(ObjectKey folder, Consumer<ObjectInfo> visitor) {
    store.visit(folder, visitor);
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    guard.run();
    store.delete(keys);
  }

  @Override
  public void deleteFolder(ObjectKey folder) {
    guard.run();
    store.deleteFolder(folder);
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
    guard.run();
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
  public String describe(ObjectKey key) {
    return store.describe(key);
  }

  @Override
  public void close() {
    store.close();
  }

  private record GuardedWriter(ObjectWriter writer, Runnable guard) implements ObjectWriter {
    @Override
    public void write(byte[] source, int offset, int length) {
      writer.write(source, offset, length);
    }

    @Override
    public void flush() {
      guard.run();
      writer.flush();
    }

    @Override
    public boolean publish() {
      guard.run();
      return writer.publish();
    }

    @Override
    public boolean commit() {
      guard.run();
      return writer.commit();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
