package io.jbackup.catalog.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jbackup.catalog.error.LockedException;
import io.jbackup.catalog.error.StorageException;
import io.jbackup.catalog.store.LocalStore;
import io.jbackup.catalog.store.ObjectKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseLocksTest {
  private static final ObjectKey FOLDER = new ObjectKey("locks/main");
  private static final LockTarget TARGET = LockTarget.wholeInstance();

  @TempDir Path directory;

  private final MemorySwaps swaps = new MemorySwaps();
  private final LeaseGuard guard = new LeaseGuard();

  private LeaseLocks locks(LeaseTimes times) {
    return new LeaseLocks(
        "main",
        FOLDER,
        new LocalStore(directory, false),
        swaps,
        guard,
        _ -> false,
        LockRequest.withoutWaiting("backup"),
        times);
  }

  private LeaseLocks locks() {
    return locks(LeaseTimes.STANDARD);
  }

  /// As a process holds it that was killed: nobody renews it.
  private void takeAndDie(LockMode mode) {
    ObjectKey key = FOLDER.child("instance.lease");
    LockOwner owner = LockOwner.thisProcess(LockRequest.withoutWaiting("killed"), mode);
    assertThat(new LeaseFile(swaps, key, LeaseTimes.STANDARD).take(owner)).isNotNull();
  }

  @Test
  void anExclusiveLockExcludesEverybody() {
    try (HeldLock _ = locks().acquire(TARGET, LockMode.EXCLUSIVE)) {
      assertThat(locks().tryAcquire(TARGET, LockMode.EXCLUSIVE)).isEmpty();
      assertThat(locks().tryAcquire(TARGET, LockMode.SHARED)).isEmpty();
      assertThat(locks().owners(TARGET)).extracting(LockOwner::verb).containsExactly("backup");
      assertThatThrownBy(() -> locks().acquire(TARGET, LockMode.SHARED))
          .isInstanceOf(LockedException.class)
          .hasMessageContaining("held by backup (pid ");
    }
    locks().acquire(TARGET, LockMode.EXCLUSIVE).close();
  }

  @Test
  void sharedLocksExcludeOnlyAnExclusiveOne() {
    try (HeldLock _ = locks().acquire(TARGET, LockMode.SHARED);
        HeldLock _ = locks().acquire(TARGET, LockMode.SHARED)) {
      assertThat(locks().owners(TARGET)).hasSize(2);
      assertThat(locks().tryAcquire(TARGET, LockMode.EXCLUSIVE)).isEmpty();
    }
    assertThat(locks().owners(TARGET)).isEmpty();
  }

  @Test
  void aKilledProcessHoldsItsLockForItsTimeAndNoLonger() {
    takeAndDie(LockMode.EXCLUSIVE);
    swaps.pass(LeaseTimes.STANDARD.duration().minusSeconds(1));
    assertThat(locks().tryAcquire(TARGET, LockMode.EXCLUSIVE)).isEmpty();
    swaps.pass(Duration.ofSeconds(1));
    assertThat(locks().owners(TARGET)).isEmpty();
    locks().acquire(TARGET, LockMode.EXCLUSIVE).close();
  }

  @Test
  void aLockThatPassedToOthersStopsItsOwner() {
    LeaseTimes often =
        new LeaseTimes(Duration.ofSeconds(45), Duration.ofSeconds(30), Duration.ofMillis(10));
    try (HeldLock _ = locks(often).acquire(TARGET, LockMode.EXCLUSIVE)) {
      guard.requireHeld();
      swaps.put(FOLDER.child("instance.lease"), LeaseText.format(List.of()));
      Instant deadline = Instant.now().plusSeconds(20);
      assertThatThrownBy(
              () -> {
                while (Instant.now().isBefore(deadline)) {
                  guard.requireHeld();
                  Thread.onSpinWait();
                }
              })
          .isInstanceOf(LockedException.class)
          .hasMessage(
              "the exclusive lock on instance 'main' was lost: it could not be renewed in time");
    }
    guard.requireHeld();
  }

  @Test
  void aLockThatCouldNotBeRenewedStopsItsOwner() {
    LeaseTimes unrenewed =
        new LeaseTimes(Duration.ofSeconds(45), Duration.ZERO, Duration.ofDays(1));
    try (HeldLock _ = locks(unrenewed).acquire(TARGET, LockMode.EXCLUSIVE)) {
      Instant deadline = Instant.now().plusSeconds(20);
      assertThatThrownBy(
              () -> {
                while (Instant.now().isBefore(deadline)) {
                  guard.requireHeld();
                  Thread.onSpinWait();
                }
              })
          .isInstanceOf(LockedException.class);
    }
  }

  @Test
  void aLeaseThatCannotBeReadIsNotTakenForFree() {
    swaps.put(FOLDER.child("instance.lease"), "something else\n");
    assertThatThrownBy(() -> locks().tryAcquire(TARGET, LockMode.SHARED))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("could not read the lease \"locks/main/instance.lease\"");
  }
}
