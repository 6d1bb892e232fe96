package io.jbackup.core.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Builds one message at a time and sends it whole. Not for the data path.
final class MessageWriter {
  private ByteBuffer buffer = ByteBuffer.allocate(1024);
  private int lengthAt;

  /// Starts a message with a type byte.
  MessageWriter begin(char type) {
    buffer.clear();
    buffer.put((byte) type);
    lengthAt = 1;
    buffer.putInt(0);
    return this;
  }

  /// Starts one of the messages that come before authentication and have no type.
  MessageWriter beginUntyped() {
    buffer.clear();
    lengthAt = 0;
    buffer.putInt(0);
    return this;
  }

  MessageWriter putInt(int value) {
    room(4).putInt(value);
    return this;
  }

  MessageWriter putBytes(byte[] bytes, int offset, int length) {
    room(length).put(bytes, offset, length);
    return this;
  }

  MessageWriter putBytes(byte[] bytes) {
    return putBytes(bytes, 0, bytes.length);
  }

  /// A string and its zero byte.
  MessageWriter putString(String text) {
    return putBytes(text.getBytes(StandardCharsets.UTF_8)).putByte(0);
  }

  MessageWriter putByte(int value) {
    room(1).put((byte) value);
    return this;
  }

  void send(Wire wire) throws IOException {
    buffer.putInt(lengthAt, buffer.position() - lengthAt);
    wire.write(buffer.array(), 0, buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int used = buffer.position();
      buffer =
          ByteBuffer.wrap(Arrays.copyOf(buffer.array(), Math.max(used + bytes, used * 2)))
              .position(used);
    }
    return buffer;
  }
}
