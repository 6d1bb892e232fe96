package io.jbackup.core.copy;

import io.jbackup.catalog.error.BackupException;
import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;
import io.jbackup.catalog.error.LockedException;
import java.util.Optional;

/// Which of several failures decides how a copy ends: as in a validation damage counts most, then
/// what could not be read or written, then what was locked.
final class Severity {
  private static final int DAMAGE = 3;
  private static final int FOREIGN = 2;
  private static final int LOCKED = 0;

  private Severity() {}

  /// The first of those that count most.
  static Optional<BackupException> worse(
      Optional<BackupException> one, Optional<BackupException> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return of(other.get()) > of(one.get()) ? other : one;
  }

  private static int of(BackupException failure) {
    return switch (failure) {
      case CorruptException _ -> DAMAGE;
      case IdentityException _ -> FOREIGN;
      case LockedException _ -> LOCKED;
      default -> 1;
    };
  }
}
