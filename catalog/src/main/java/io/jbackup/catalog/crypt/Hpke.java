package io.jbackup.catalog.crypt;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KEM;

/// HPKE (RFC 9180) for one message: base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
/// AES-256-GCM, on the JDK's DHKEM, HKDF and AES. What is sealed begins with the encapsulated key
/// of 32 bytes.
final class Hpke {
  private static final int ENCAPSULATED = 32;
  private static final byte[] SUITE = {'H', 'P', 'K', 'E', 0, 0x20, 0, 1, 0, 2};
  private static final byte[] NONE = {};

  private Hpke() {}

  static byte[] seal(PublicKey recipient, byte[] info, byte[] plain)
      throws GeneralSecurityException {
    KEM.Encapsulated encapsulated =
        KEM.getInstance("DHKEM").newEncapsulator(recipient).encapsulate();
    byte[] sealed =
        cipher(Cipher.ENCRYPT_MODE, encapsulated.key().getEncoded(), info).doFinal(plain);
    return join(encapsulated.encapsulation(), sealed);
  }

  /// Throws GeneralSecurityException for what was not sealed for this key and information.
  static byte[] open(PrivateKey identity, byte[] info, byte[] sealed)
      throws GeneralSecurityException {
    byte[] encapsulated = Arrays.copyOf(sealed, ENCAPSULATED);
    byte[] shared =
        KEM.getInstance("DHKEM").newDecapsulator(identity).decapsulate(encapsulated).getEncoded();
    return cipher(Cipher.DECRYPT_MODE, shared, info)
        .doFinal(sealed, ENCAPSULATED, Math.max(0, sealed.length - ENCAPSULATED));
  }

  /// The key schedule of RFC 9180, section 5.1, for sequence number 0.
  private static Cipher cipher(int mode, byte[] shared, byte[] info)
      throws GeneralSecurityException {
    byte[] context =
        join(new byte[1], extract(NONE, "psk_id_hash", NONE), extract(NONE, "info_hash", info));
    byte[] secret = extract(shared, "secret", NONE);
    byte[] key = expand(secret, "key", context, Crypto.KEY);
    byte[] nonce = expand(secret, "base_nonce", context, Crypto.NONCE);
    return Crypto.aesGcm(mode, key, nonce);
  }

  private static byte[] extract(byte[] salt, String label, byte[] key)
      throws GeneralSecurityException {
    return Crypto.extract(salt, join(Crypto.utf8("HPKE-v1"), SUITE, Crypto.utf8(label), key));
  }

  private static byte[] expand(byte[] key, String label, byte[] info, int length)
      throws GeneralSecurityException {
    byte[] labeled =
        join(
            new byte[] {0, (byte) length}, Crypto.utf8("HPKE-v1"), SUITE, Crypto.utf8(label), info);
    return Crypto.expand(key, labeled, length);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
