package io.jbackup.catalog.crypt;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/// A key-encryption key: one that wraps data keys and is known to readers and writers alike.
///
/// @param id tells it from others, and nothing about it
@SuppressWarnings("ArrayRecordComponent")
record Kek(String id, byte[] bytes) {
  private static final byte[] NONE = {};
  private static final int ID = 8;

  static Kek of(byte[] bytes) {
    try {
      byte[] id = Crypto.hkdf(bytes, NONE, Crypto.utf8("jbackup key id 1"), ID);
      return new Kek(HexFormat.of().formatHex(id), bytes);
    } catch (GeneralSecurityException e) {
      throw Crypto.impossible(e);
    }
  }

  /// Nonce, encrypted bytes, tag.
  byte[] wrap(byte[] plain, byte[] context) throws GeneralSecurityException {
    byte[] nonce = Crypto.random(Crypto.NONCE);
    Cipher cipher = Crypto.aesGcm(Cipher.ENCRYPT_MODE, bytes, nonce);
    cipher.updateAAD(context);
    byte[] wrapped = new byte[Crypto.NONCE + plain.length + Layout.TAG];
    System.arraycopy(nonce, 0, wrapped, 0, nonce.length);
    cipher.doFinal(plain, 0, plain.length, wrapped, nonce.length);
    return wrapped;
  }

  byte[] unwrap(byte[] wrapped, byte[] context) throws GeneralSecurityException {
    if (wrapped.length < Crypto.NONCE) {
      throw new AEADBadTagException("too short");
    }
    byte[] nonce = Arrays.copyOf(wrapped, Crypto.NONCE);
    Cipher cipher = Crypto.aesGcm(Cipher.DECRYPT_MODE, bytes, nonce);
    cipher.updateAAD(context);
    return cipher.doFinal(wrapped, nonce.length, wrapped.length - nonce.length);
  }

  /// What proves that its holder made a text.
  String seal(String text) {
    try {
      byte[] key = Crypto.hkdf(bytes, NONE, Crypto.utf8("jbackup access 1"), Crypto.KEY);
      return HexFormat.of().formatHex(Crypto.hmac(key, Crypto.utf8(text)));
    } catch (GeneralSecurityException e) {
      throw Crypto.impossible(e);
    }
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
