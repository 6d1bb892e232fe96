package io.jbackup.catalog.crypt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/// The algorithms, by the names and sizes that this package uses: the JDK's, and AES-GCM of
/// Conscrypt, which is BoringSSL. The JDK's encrypts some 20 MB/s until the optimising compiler has
/// seen much of it, longer than most commands take.
final class Crypto {
  static final int KEY = 32;
  static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String AES_GCM = "AES/GCM/NoPadding";

  /// Null where its library cannot be loaded: it is there for Linux and macOS, on x86-64 and
  /// AArch64.
  private static final @Nullable Provider NATIVE =
      Conscrypt.isAvailable() ? Conscrypt.newProvider() : null;

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

  static Cipher aesGcm() throws GeneralSecurityException {
    return NATIVE == null ? Cipher.getInstance(AES_GCM) : Cipher.getInstance(AES_GCM, NATIVE);
  }

  static Cipher aesGcm(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = aesGcm();
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  /// What a provider that every JDK has refuses.
  static IllegalStateException impossible(GeneralSecurityException e) {
    return new IllegalStateException("this Java lacks an algorithm: " + e.getMessage(), e);
  }
}
