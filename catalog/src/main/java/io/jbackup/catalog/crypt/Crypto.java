package io.jbackup.catalog.crypt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The JDK's algorithms, by the names and sizes that this package uses.
final class Crypto {
  static final int KEY = 32;
  static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private Crypto() {}

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// HKDF with SHA-256 (RFC 5869), both steps.
  static byte[] hkdf(byte[] key, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(key).addSalt(salt).thenExpand(info, length));
  }

  static byte[] extract(byte[] salt, byte[] key) throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(HKDFParameterSpec.ofExtract().addIKM(key).addSalt(salt).extractOnly());
  }

  static byte[] expand(byte[] key, byte[] info, int length) throws GeneralSecurityException {
    SecretKey pseudorandom = new SecretKeySpec(key, "Generic");
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(HKDFParameterSpec.expandOnly(pseudorandom, info, length));
  }

  static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  static Cipher aesGcm(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  /// What a provider that every JDK has refuses.
  static IllegalStateException impossible(GeneralSecurityException e) {
    return new IllegalStateException("this Java lacks an algorithm: " + e.getMessage(), e);
  }
}
