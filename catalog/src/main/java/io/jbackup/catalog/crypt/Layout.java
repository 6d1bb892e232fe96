package io.jbackup.catalog.crypt;

/// Where the bytes of an encrypted object lie: segments of 64 KiB, each with a tag of 16 bytes at
/// its end; the first begins with a header of 64 bytes. That is Tink's AES-GCM-HKDF streaming AEAD
/// with a first segment offset of 24.
final class Layout {
  static final int SEGMENT = 1 << 16;
  static final int TAG = 16;
  static final int PLAIN = SEGMENT - TAG;

  /// Magic bytes and the data key's number, which are ours.
  static final int PREFIX = 24;

  /// The prefix and Tink's header.
  static final int HEADER = PREFIX + 40;

  private Layout() {}

  /// Bytes before encryption of an object of so many stored bytes; -1 when no object is so long.
  static long plainSize(long stored) {
    long segments = (stored + SEGMENT - 1) / SEGMENT;
    long plain = stored - HEADER - segments * TAG;
    boolean tagOnly = segments > 1 && stored - (segments - 1) * SEGMENT <= TAG;
    return tagOnly ? -1 : Math.max(-1, plain);
  }

  /// The segment that holds a byte of the plain object.
  static long segment(long position) {
    return (position + HEADER) / PLAIN;
  }

  /// The plain position at which a segment's content begins.
  static long start(long segment) {
    return segment == 0 ? 0 : segment * PLAIN - HEADER;
  }

  /// The stored position of a segment's first encrypted byte.
  static long storedStart(long segment) {
    return segment == 0 ? HEADER : segment * SEGMENT;
  }

  /// Plain bytes of a segment that is full.
  static int capacity(long segment) {
    return segment == 0 ? PLAIN - HEADER : PLAIN;
  }
}
