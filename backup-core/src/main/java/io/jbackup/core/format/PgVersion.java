package io.jbackup.core.format;

import io.jbackup.catalog.error.CorruptException;
import io.jbackup.catalog.error.IdentityException;

/// The numbers by which pg_control tells the version that wrote it (pg_control.h, catversion.h).
final class PgVersion {
  private static final String HINT = "PostgreSQL 15, 16, 17 and 18 are supported";

  private PgVersion() {}

  /// Where the checksum lies in a control file of this version.
  static int controlCrcOffset(int controlVersion, String origin) {
    return switch (controlVersion) {
      case 1300, 1700 -> 288;
      case 1800 -> 292;
      default -> throw unknownControlVersion(controlVersion, origin);
    };
  }

  private static RuntimeException unknownControlVersion(int version, String origin) {
    String what = origin + " has the control file version " + Integer.toUnsignedString(version);
    boolean plausible = version > 800 && version < 10_000;
    int swapped = Integer.reverseBytes(version);
    if (swapped > 800 && swapped < 10_000) {
      return new IdentityException(
          origin + " was written on a machine with the other byte order",
          "run on a machine of the server's kind");
    }
    return plausible
        ? new IdentityException(what + ", which is not supported", HINT)
        : new CorruptException(what + ", which no PostgreSQL writes", "the file is damaged");
  }

  /// The major version with these system catalogs.
  static int major(int catalogVersion, String origin) {
    return switch (catalogVersion) {
      case 202209061 -> 15;
      case 202307071 -> 16;
      case 202406281 -> 17;
      case 202506291 -> 18;
      default ->
          throw new IdentityException(
              origin
                  + " was written by "
                  + otherVersion(catalogVersion)
                  + ", which is not supported",
              HINT);
    };
  }

  private static String otherVersion(int catalogVersion) {
    return switch (catalogVersion) {
      case 202007201 -> "PostgreSQL 13";
      case 202107181 -> "PostgreSQL 14";
      default -> "a PostgreSQL with catalog version " + catalogVersion;
    };
  }
}
