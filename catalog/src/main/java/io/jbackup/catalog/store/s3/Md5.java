package io.jbackup.catalog.store.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The digest that S3 wants of a key, to tell a key that was garbled on its way.
final class Md5 {
  private Md5() {}

  static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5, which each must have", e);
    }
  }
}
