package io.jbackup.core.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts what a wire delivers into messages: a type byte, a length that counts itself, a body
/// (PostgreSQL documentation, "Message Formats"). One buffer is used again and again; the body of a
/// message is valid until the next one is read.
final class MessageReader {
  private static final int HEADER = 5;
  private static final int INITIAL_BUFFER = 256 * 1024;

  /// Before the server is authenticated nothing long is believed.
  private static final int MAX_AT_LOGIN = 64 * 1024;

  /// Larger than anything a server sends here: data messages have at most 128 KiB and a header.
  private static final int MAX_MESSAGE = 16 * 1024 * 1024;

  private final Wire wire;
  private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BUFFER);

  /// Bytes from here to the buffer's position have arrived and are not parsed yet.
  private int parsed;

  private int maximum = MAX_AT_LOGIN;
  private int cursor;
  private int end;

  MessageReader(Wire wire) {
    this.wire = wire;
  }

  void loggedIn() {
    maximum = MAX_MESSAGE;
  }

  /// Waits for the next message and returns its type. EOFException when the peer is gone.
  byte next() throws IOException {
    require(HEADER);
    byte type = buffer.get(parsed);
    int length = buffer.getInt(parsed + 1);
    if (length < 4 || length > maximum) {
      throw new ProtocolViolation(
          "a message of type " + describe(type) + " claims a length of " + length + " bytes");
    }
    require(length + 1);
    cursor = parsed + HEADER;
    end = parsed + 1 + length;
    parsed = end;
    return type;
  }

  private void require(int bytes) throws IOException {
    if (buffer.position() - parsed >= bytes) {
      return;
    }
    if (parsed == buffer.position()) {
      buffer.clear();
      parsed = 0;
    }
    if (parsed + bytes > buffer.capacity()) {
      makeRoom(bytes);
    }
    while (buffer.position() - parsed < bytes) {
      if (wire.read(buffer) < 0) {
        throw new EOFException(
            buffer.position() == parsed
                ? "the server closed the connection"
                : "the server closed the connection inside a message");
      }
    }
  }

  private void makeRoom(int bytes) {
    int arrived = buffer.position() - parsed;
    byte[] array = buffer.array();
    if (bytes > array.length) {
      buffer = ByteBuffer.wrap(Arrays.copyOfRange(array, parsed, parsed + roomFor(bytes)));
    } else {
      System.arraycopy(array, parsed, array, 0, arrived);
    }
    buffer.limit(buffer.capacity()).position(arrived);
    parsed = 0;
  }

  private static int roomFor(int bytes) {
    return Math.max(Integer.highestOneBit(bytes - 1) << 1, INITIAL_BUFFER);
  }

  int remaining() {
    return end - cursor;
  }

  /// The buffer that holds the body, from [#position()] for [#remaining()] bytes.
  byte[] array() {
    return buffer.array();
  }

  int position() {
    return cursor;
  }

  byte readByte() throws ProtocolViolation {
    return buffer.get(take(1));
  }

  int readShort() throws ProtocolViolation {
    return buffer.getShort(take(2));
  }

  int readInt() throws ProtocolViolation {
    return buffer.getInt(take(4));
  }

  long readLong() throws ProtocolViolation {
    return buffer.getLong(take(8));
  }

  byte[] readBytes(int length) throws ProtocolViolation {
    int from = take(length);
    return Arrays.copyOfRange(buffer.array(), from, from + length);
  }

  /// A string that ends in a zero byte.
  String readString() throws ProtocolViolation {
    byte[] array = buffer.array();
    int zero = cursor;
    while (zero < end && array[zero] != 0) {
      zero++;
    }
    if (zero == end) {
      throw new ProtocolViolation("a string inside a message has no end");
    }
    String text = new String(array, cursor, zero - cursor, StandardCharsets.UTF_8);
    cursor = zero + 1;
    return text;
  }

  private int take(int bytes) throws ProtocolViolation {
    if (bytes < 0 || bytes > end - cursor) {
      throw new ProtocolViolation("a message is shorter than its content claims");
    }
    int at = cursor;
    cursor += bytes;
    return at;
  }

  static String describe(byte type) {
    return type >= 0x20 && type < 0x7F
        ? "'" + (char) type + "'"
        : String.format("0x%02x", type & 0xFF);
  }
}
