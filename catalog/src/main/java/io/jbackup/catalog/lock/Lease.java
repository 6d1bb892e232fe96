package io.jbackup.catalog.lock;

import io.jbackup.catalog.error.StorageException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A lease that this process holds and renews until it is closed. When it cannot be renewed it
/// counts as lost a while before others may take it.
final class Lease implements HeldLock {
  private final LeaseFile file;
  private final String id;
  private final String what;
  private final LeaseTimes times;
  private final LockListener listener;
  private final LeaseGuard guard;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread renewal;
  private volatile Moment renewed;
  private volatile boolean taken;

  /// By both clocks: one of them stands still while the machine sleeps, the other may be set.
  private record Moment(long nanos, long millis) {
    static Moment now() {
      return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    Duration age() {
      long nanos = System.nanoTime() - this.nanos;
      long millis = System.currentTimeMillis() - this.millis;
      return Duration.ofMillis(Math.max(nanos / 1_000_000, millis));
    }
  }

  /// @param begun before the request that took the lease was sent
  private Lease(
      LeaseFile file,
      String id,
      String what,
      LeaseTimes times,
      LockListener listener,
      LeaseGuard guard,
      Moment begun) {
    this.file = file;
    this.id = id;
    this.what = what;
    this.times = times;
    this.listener = listener;
    this.guard = guard;
    this.renewed = begun;
    this.renewal = Thread.ofVirtual().name("lease " + what).unstarted(this::renew);
  }

  /// Takes the lease if nobody has it in a mode that excludes this one; else null.
  static @Nullable Lease take(
      LeaseFile file,
      LockOwner owner,
      String what,
      LeaseTimes times,
      LockListener listener,
      LeaseGuard guard) {
    Moment begun = Moment.now();
    String id = file.take(owner);
    if (id == null) {
      return null;
    }
    Lease lease = new Lease(file, id, what, times, listener, guard, begun);
    guard.add(lease);
    lease.renewal.start();
    return lease;
  }

  String what() {
    return what;
  }

  boolean isLost() {
    return taken || renewed.age().compareTo(times.safe()) > 0;
  }

  private void renew() {
    try {
      while (!closed.await(times.renewal().toMillis(), TimeUnit.MILLISECONDS)) {
        Moment begun = Moment.now();
        try {
          if (!file.renew(id)) {
            taken = true;
            return;
          }
          renewed = begun;
        } catch (StorageException e) {
          listener.detail("the " + what + " could not be renewed: " + e.getMessage());
        }
      }
    } catch (InterruptedException _) {
      // Nobody interrupts it but the end of the process.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end(() -> file.release(id));
  }

  /// Ends the lease by an action that tells whether it was still held.
  void end(BooleanSupplier release) {
    if (closed.getCount() == 0) {
      return;
    }
    closed.countDown();
    guard.remove(this);
    try {
      if (!release.getAsBoolean()) {
        listener.detail("the " + what + " had passed to others before it was given back");
      }
    } catch (StorageException e) {
      listener.detail(
          "the " + what + " could not be given back, it ends by itself: " + e.getMessage());
    }
  }
}
