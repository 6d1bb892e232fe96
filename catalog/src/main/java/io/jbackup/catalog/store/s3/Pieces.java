package io.jbackup.catalog.store.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32C;

/// Bytes that are collected without knowing how many they will be: they take hardly more memory
/// than they are many, and never that of a larger array beside a smaller one. Not for several
/// threads.
final class Pieces {
  interface Target {
    void write(byte[] source, int offset, int count);
  }

  private static final int SMALLEST = 64 << 10;
  private static final int LARGEST = 1 << 20;

  private static final class Piece {
    final byte[] bytes;
    int used;

    Piece(int size) {
      bytes = new byte[size];
    }

    boolean isFull() {
      return used == bytes.length;
    }
  }

  private final Deque<Piece> pieces = new ArrayDeque<>();
  private int length;

  void write(byte[] source, int offset, int count) {
    int done = 0;
    while (done < count) {
      if (pieces.isEmpty() || pieces.getLast().isFull()) {
        pieces.add(new Piece(Math.clamp(length, SMALLEST, LARGEST)));
      }
      Piece last = pieces.getLast();
      int taken = Math.min(count - done, last.bytes.length - last.used);
      System.arraycopy(source, offset + done, last.bytes, last.used, taken);
      last.used += taken;
      length += taken;
      done += taken;
    }
  }

  int length() {
    return length;
  }

  /// CRC-32C as S3 wants it.
  String checksum() {
    CRC32C checksum = new CRC32C();
    for (Piece piece : pieces) {
      checksum.update(piece.bytes, 0, piece.used);
    }
    return Checksum.text((int) checksum.getValue());
  }

  /// The bytes from their beginning, as often as wanted.
  InputStream stream() {
    List<InputStream> streams = new ArrayList<>(pieces.size());
    for (Piece piece : pieces) {
      streams.add(new ByteArrayInputStream(piece.bytes, 0, piece.used));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  /// Passes the bytes on, and forgets each piece once it is passed on.
  void moveTo(Target target) {
    while (!pieces.isEmpty()) {
      Piece piece = pieces.removeFirst();
      target.write(piece.bytes, 0, piece.used);
    }
    length = 0;
  }

  void clear() {
    pieces.clear();
    length = 0;
  }
}
