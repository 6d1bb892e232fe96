package io.jbackup.catalog.crypt;

import io.jbackup.catalog.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The number of a data key, 32 hexadecimal digits, and the folder below `keys/` that it lies in:
/// an instance's name, or `catalog`.
record KeyId(String folder, String digits) {
  static final ObjectKey KEYS = new ObjectKey("keys");
  private static final byte[] MAGIC = "JBKCRYP1".getBytes(StandardCharsets.US_ASCII);
  private static final int LENGTH = 16;

  /// The number that belongs to a use, such as `backup main/SVXPK2`.
  static KeyId of(String folder, String use) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Crypto.utf8(use));
      return new KeyId(folder, HexFormat.of().formatHex(hash, 0, LENGTH));
    } catch (GeneralSecurityException e) {
      throw Crypto.impossible(e);
    }
  }

  static KeyId random(String folder) {
    return new KeyId(folder, HexFormat.of().formatHex(Crypto.random(LENGTH)));
  }

  /// Of the object at a path; null when the prefix is not one of an encrypted object.
  static @Nullable KeyId parse(String folder, byte[] prefix) {
    return Arrays.equals(prefix, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        ? new KeyId(folder, HexFormat.of().formatHex(prefix, MAGIC.length, Layout.PREFIX))
        : null;
  }

  /// The first bytes of each object that is encrypted with the key.
  byte[] prefix() {
    byte[] prefix = Arrays.copyOf(MAGIC, Layout.PREFIX);
    System.arraycopy(HexFormat.of().parseHex(digits), 0, prefix, MAGIC.length, LENGTH);
    return prefix;
  }

  ObjectKey key() {
    return KEYS.child(folder).child(digits);
  }
}
