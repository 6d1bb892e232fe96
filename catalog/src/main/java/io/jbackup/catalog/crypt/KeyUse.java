package io.jbackup.catalog.crypt;

import io.jbackup.catalog.store.ObjectKey;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/// What a data key is for.
///
/// @param folder below `keys/`
/// @param text such as `backup main/SVXPK2`
/// @param single for one object only
record KeyUse(String folder, String text, boolean single) {
  /// @param blind whether the writer cannot read: then it cannot take the day's key up again, and
  ///   each WAL file gets its own
  static KeyUse of(ObjectKey object, boolean blind) {
    String[] names = object.path().split("/", -1);
    if (names[0].equals("wal") && names.length > 2) {
      return blind ? walFile(names[1], object) : new KeyUse(names[1], "wal " + day(), false);
    }
    if (names[0].equals("backups") && names.length > 3) {
      return backup(names[1], names[2]);
    }
    return new KeyUse("catalog", "other", false);
  }

  private static String day() {
    return LocalDate.ofEpochDay(TimeUnit.MILLISECONDS.toDays(System.currentTimeMillis()))
        .toString();
  }

  static KeyUse backup(String instance, String id) {
    return new KeyUse(instance, "backup " + id, false);
  }

  static KeyUse walFile(String instance, ObjectKey object) {
    return new KeyUse(instance, "wal file " + object.name(), true);
  }

  KeyId id() {
    return KeyId.of(folder, folder + " " + text);
  }
}
