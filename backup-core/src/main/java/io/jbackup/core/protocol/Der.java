package io.jbackup.core.protocol;

import java.io.ByteArrayOutputStream;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/// As much of DER as it takes to wrap older private key forms as PKCS 8 (RFC 5208).
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int EC_PARAMETERS = 0xA0;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /// rsaEncryption (1.2.840.113549.1.1.1) and its NULL parameters.
  private static final byte[] RSA = {
    0x06,
    0x09,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xF7,
    0x0D,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /// id-ecPublicKey (1.2.840.10045.2.1); the curve's name follows it.
  private static final byte[] EC = {
    0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
  };

  private final byte[] bytes;
  private int at;
  private int end;

  private Der(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  /// A PKCS 1 RSAPrivateKey (RFC 8017).
  static byte[] pkcs8OfRsa(byte[] key) {
    return wrap(element(SEQUENCE, RSA), key);
  }

  /// A SEC 1 ECPrivateKey (RFC 5915), whose curve stands in its element [0].
  static byte[] pkcs8OfEc(byte[] key) throws InvalidKeySpecException {
    Der der = new Der(key);
    der.enter(SEQUENCE);
    while (der.at < der.end) {
      int tag = der.bytes[der.at] & 0xFF;
      byte[] content = der.content();
      if (tag == EC_PARAMETERS) {
        return wrap(element(SEQUENCE, EC, content), key);
      }
    }
    throw new InvalidKeySpecException("an EC private key does not name its curve");
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
  }

  private void enter(int tag) throws InvalidKeySpecException {
    if (end == 0 || (bytes[0] & 0xFF) != tag) {
      throw new InvalidKeySpecException("malformed private key");
    }
    int length = header();
    end = at + length;
  }

  private byte[] content() throws InvalidKeySpecException {
    int length = header();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /// Skips a tag and a length; returns the length.
  private int header() throws InvalidKeySpecException {
    int position = at + 1;
    int length = position < end ? bytes[position++] & 0xFF : end;
    if (length > 0x7F) {
      int octets = length & 0x7F;
      length = 0;
      for (int i = 0; i < octets && i < 3 && position < end; i++) {
        length = (length << 8) | (bytes[position++] & 0xFF);
      }
    }
    if (length > end - position) {
      throw new InvalidKeySpecException("malformed private key");
    }
    at = position;
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    out.write(tag);
    if (length > 0xFF) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7F) {
      out.write(0x81);
    }
    out.write(length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
