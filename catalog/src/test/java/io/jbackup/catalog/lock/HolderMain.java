package io.jbackup.catalog.lock;

import io.jbackup.catalog.Catalog;
import io.jbackup.catalog.backup.BackupId;
import io.jbackup.catalog.error.LockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// Another process that takes locks: `CATALOG TARGET MODE TIMEOUT`. Says `held` and keeps the lock
/// until its input ends, or `locked` and ends.
final class HolderMain {
  private HolderMain() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] words) throws IOException {
    LockRequest request =
        new LockRequest("holder", Duration.parse(words[3]), LockListener.NONE, Clock.systemUTC());
    try (Catalog catalog = Catalog.open(Path.of(words[0]), true)) {
      Locks locks = catalog.instance("main").locks(request);
      try (HeldLock _ = locks.acquire(target(words[1]), LockMode.valueOf(words[2]))) {
        System.out.println("held");
        System.in.readAllBytes();
      }
    } catch (LockedException e) {
      System.out.println("locked " + e.getMessage());
    }
  }

  private static LockTarget target(String word) {
    return switch (word) {
      case "instance" -> LockTarget.wholeInstance();
      case "retention" -> LockTarget.retention();
      case "config" -> LockTarget.config();
      default -> LockTarget.backup(new BackupId(word));
    };
  }
}
