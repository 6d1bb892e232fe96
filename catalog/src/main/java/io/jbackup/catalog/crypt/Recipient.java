package io.jbackup.catalog.crypt;

import io.jbackup.catalog.error.UsageException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public key (X25519) that data keys are wrapped for.
///
/// @param text its 32 bytes in base64, which is how it is named everywhere
record Recipient(String text, PublicKey key) {
  /// What DER puts before the 32 bytes (RFC 8410): the line of a PEM file is both, in base64.
  private static final byte[] DER = HexFormat.of().parseHex("302a300506032b656e032100");

  static Recipient parse(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      byte[] raw =
          bytes.length == DER.length + Crypto.KEY
              ? Arrays.copyOfRange(bytes, DER.length, bytes.length)
              : bytes;
      if (raw.length != Crypto.KEY) {
        throw new IllegalArgumentException("it has " + raw.length + " bytes");
      }
      byte[] der = Arrays.copyOf(DER, DER.length + Crypto.KEY);
      System.arraycopy(raw, 0, der, DER.length, raw.length);
      PublicKey key = KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(der));
      return new Recipient(Base64.getEncoder().encodeToString(raw), key);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new UsageException(
          "\"" + text + "\" is not a public key to encrypt for: " + e.getMessage(),
          "Give the line between BEGIN and END of: openssl pkey -in IDENTITY -pubout",
          e);
    }
  }
}
