package io.jbackup.catalog.crypt;

import io.jbackup.catalog.store.ObjectKey;
import java.util.Set;

/// The objects of an encrypted catalog that are not encrypted: those that a host needs that cannot
/// read. None holds a file's name or content. Everything else is encrypted.
final class PlainObjects {
  private static final Set<String> FOLDERS = Set.of("keys", "locks", "log");
  private static final Set<String> OF_INSTANCE = Set.of("jbackup.conf", "reserve", "drill");

  private PlainObjects() {}

  static boolean has(ObjectKey key) {
    String[] names = key.path().split("/", -1);
    if (names.length == 1) {
      return names[0].equals("jbackup.catalog");
    }
    if (!names[0].equals("backups")) {
      return FOLDERS.contains(names[0]);
    }
    return switch (names.length) {
      case 3 -> OF_INSTANCE.contains(names[2]);
      case 4 -> names[2].equals("runs") || names[3].equals("backup.control");
      default -> false;
    };
  }
}
