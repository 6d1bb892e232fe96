package io.jbackup.catalog.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The lock files that this process holds. POSIX gives locks to processes, not to those who opened
/// a file (fcntl(2)): two holders in one process do not exclude each other, and closing a file
/// gives up every lock that the process has on it. So there is one table for the whole process,
/// which settles conflicts inside it and sees to it that no file is opened that is held already.
final class HeldFiles {
  private static final HeldFiles PROCESS = new HeldFiles();

  /// By the lock file's identity.
  private final Map<Object, Hold> holds = new HashMap<>();

  /// By the owner file's name, which is unique.
  private final Map<String, LockOwner> owners = new HashMap<>();

  private HeldFiles() {}

  static HeldFiles ofThisProcess() {
    return PROCESS;
  }

  /// Locks an existing lock file. Empty when another one holds it in a mode that excludes this one.
  synchronized Optional<HeldLock> tryLock(
      LockFolder folder, LockTarget target, LockOwner owner, LockKeeper keeper) throws IOException {
    Path file = folder.lockFile(target);
    Hold hold = LockFolder.identity(file).map(holds::get).orElse(null);
    if (hold == null) {
      Optional<LockFile> locked = LockFile.tryLock(file, owner.mode());
      if (locked.isEmpty()) {
        return Optional.empty();
      }
      hold = new Hold(locked.get(), owner.mode());
      holds.put(hold.file.identity(), hold);
    } else if (hold.mode == LockMode.EXCLUSIVE || owner.mode() == LockMode.EXCLUSIVE) {
      return Optional.empty();
    }
    hold.holders++;
    return Optional.of(new Held(hold, target, keeper, writeOwner(folder, target, owner, keeper)));
  }

  /// Null when the file could not be made: the lock counts, only others cannot read whose it is.
  private @Nullable OwnerFile writeOwner(
      LockFolder folder, LockTarget target, LockOwner owner, LockKeeper keeper) {
    String unique = owner.pid() + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    String name = LockFolder.name(target) + "." + unique + OwnerFile.SUFFIX;
    Path file = folder.owners().resolve(name);
    owners.put(name, owner);
    try {
      // Who removed the instance may have died between the owners' folder and the lock file.
      folder.create();
      return OwnerFile.create(file, owner, keeper.listener());
    } catch (IOException e) {
      owners.remove(name);
      keeper.tell("could not write the owner of a lock to", file, e);
      return null;
    }
  }

  synchronized List<LockOwner> owners(LockFolder folder, LockTarget target, LockListener listener)
      throws IOException {
    return OwnerFiles.living(folder, target, owners, listener);
  }

  private synchronized void release(Held held) {
    if (held.released) {
      return;
    }
    held.released = true;
    OwnerFile owner = held.owner;
    if (owner != null) {
      try {
        owner.remove();
      } catch (IOException e) {
        held.keeper.tell("could not remove", owner.file(), e);
      }
      owners.remove(String.valueOf(owner.file().getFileName()));
    }
    Hold hold = held.hold;
    hold.holders--;
    if (hold.holders == 0) {
      holds.remove(hold.file.identity());
      unlock(held);
    }
  }

  private static void unlock(Held held) {
    LockFile file = held.hold.file;
    try (var _ = file.channel()) {
      if (held.hold.mode == LockMode.EXCLUSIVE) {
        held.keeper.removeUnneeded(held.target);
      }
    } catch (IOException e) {
      held.keeper.tell("could not remove", file.path(), e);
    }
  }

  private static final class Hold {
    private final LockFile file;
    private final LockMode mode;
    private int holders;

    Hold(LockFile file, LockMode mode) {
      this.file = file;
      this.mode = mode;
    }
  }

  private final class Held implements HeldLock {
    private final Hold hold;
    private final LockTarget target;
    private final LockKeeper keeper;
    private final @Nullable OwnerFile owner;
    private boolean released;

    Held(Hold hold, LockTarget target, LockKeeper keeper, @Nullable OwnerFile owner) {
      this.hold = hold;
      this.target = target;
      this.keeper = keeper;
      this.owner = owner;
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
