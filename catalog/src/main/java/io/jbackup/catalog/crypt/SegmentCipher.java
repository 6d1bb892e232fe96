package io.jbackup.catalog.crypt;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The segments of one object: Tink's AES256-GCM-HKDF streaming construction. Each segment's nonce
/// holds its number and whether it is the last, so that none can be moved, dropped or added; the
/// key depends on the object's path. For one thread.
final class SegmentCipher {
  private static final int NONCE_PREFIX = 7;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final byte[] header;
  private final Cipher cipher;

  private SegmentCipher(SecretKeySpec key, byte[] header) throws GeneralSecurityException {
    this.key = key;
    this.header = header;
    this.cipher = Crypto.aesGcm();
  }

  /// For a new object: with a random salt and nonce prefix.
  static SegmentCipher create(byte[] dataKey, String path) throws GeneralSecurityException {
    byte[] header = Crypto.random(Layout.HEADER - Layout.PREFIX);
    header[0] = (byte) header.length;
    return of(dataKey, path, header);
  }

  /// @param header Tink's: its length, 32 bytes of salt, 7 bytes of nonce prefix
  static SegmentCipher of(byte[] dataKey, String path, byte[] header)
      throws GeneralSecurityException {
    byte[] salt = new byte[Crypto.KEY];
    System.arraycopy(header, 1, salt, 0, salt.length);
    byte[] derived = Crypto.hkdf(dataKey, salt, Crypto.utf8(path), Crypto.KEY);
    return new SegmentCipher(new SecretKeySpec(derived, "AES"), header);
  }

  /// Another one for the same object, for another thread.
  SegmentCipher copy() throws GeneralSecurityException {
    return new SegmentCipher(key, header);
  }

  byte[] header() {
    return header;
  }

  /// Returns the number of bytes: `length` and a tag.
  int encrypt(long segment, boolean last, byte[] source, int length, byte[] target)
      throws GeneralSecurityException {
    cipher.init(Cipher.ENCRYPT_MODE, key, nonce(segment, last));
    return cipher.doFinal(source, 0, length, target, 0);
  }

  /// Returns the number of bytes. Throws AEADBadTagException for what is not that segment of that
  /// object.
  int decrypt(
      long segment,
      boolean last,
      byte[] source,
      int offset,
      int length,
      byte[] target,
      int targetOffset)
      throws GeneralSecurityException {
    if (length < Layout.TAG) {
      throw new AEADBadTagException("the segment is cut short");
    }
    cipher.init(Cipher.DECRYPT_MODE, key, nonce(segment, last));
    return cipher.doFinal(source, offset, length, target, targetOffset);
  }

  private GCMParameterSpec nonce(long segment, boolean last) throws GeneralSecurityException {
    if (segment > 0xffff_ffffL) {
      throw new GeneralSecurityException("the object has too many segments");
    }
    ByteBuffer nonce = ByteBuffer.allocate(Crypto.NONCE);
    nonce.put(header, 1 + Crypto.KEY, NONCE_PREFIX).putInt((int) segment);
    nonce.put((byte) (last ? 1 : 0));
    return new GCMParameterSpec(TAG_BITS, nonce.array());
  }
}
