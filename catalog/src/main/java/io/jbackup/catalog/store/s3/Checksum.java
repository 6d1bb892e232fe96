package io.jbackup.catalog.store.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/// CRC-32C as S3 wants it: big-endian, in base64 (Amazon S3 user guide, "Checking object
/// integrity").
final class Checksum {
  private Checksum() {}

  static String of(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return text((int) checksum.getValue());
  }

  static int value(String text) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(text)).getInt();
  }

  static String text(int value) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(value).array());
  }
}
