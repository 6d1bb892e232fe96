package io.jbackup.core.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// PostgreSQL's md5 method: "md5" + md5(md5(password + user) + salt), digests in hexadecimal.
final class Md5Password {
  private Md5Password() {}

  static String answer(String user, String password, byte[] salt) {
    byte[] inner =
        digest(password.getBytes(StandardCharsets.UTF_8), user.getBytes(StandardCharsets.UTF_8));
    return "md5" + hex(digest(hex(inner).getBytes(StandardCharsets.US_ASCII), salt));
  }

  private static byte[] digest(byte[] first, byte[] second) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(first);
      return md5.digest(second);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has MD5", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
