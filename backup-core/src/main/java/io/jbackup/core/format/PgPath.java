package io.jbackup.core.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Paths as PostgreSQL knows them: bytes, in no particular encoding. They travel through this code
/// as *byte-transparent* strings in which each character is one byte (ISO 8859-1 decodes and
/// encodes every byte without loss), and are compared and written as such.
public final class PgPath {
  private PgPath() {}

  /// The byte-transparent string of these bytes.
  public static String of(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, ISO_8859_1);
  }

  /// The byte-transparent string of a text's UTF-8 bytes.
  public static String ofText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
      }
    }
    return text;
  }

  /// The bytes that the path has on disk.
  public static byte[] bytes(String path) {
    return path.getBytes(ISO_8859_1);
  }

  /// For people: read as UTF-8, with a replacement character for what is not.
  public static String display(String path) {
    return new String(bytes(path), UTF_8);
  }
}
