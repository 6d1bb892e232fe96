package io.jbackup.core.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Builds what a server sends.
final class Bytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /// Content of a message, written piece by piece.
  interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  Bytes message(char type, Body body) {
    byte[] content = content(body);
    return raw(o -> {
      o.writeByte(type);
      o.writeInt(4 + content.length);
      o.write(content);
    });
  }

  Bytes message(char type) {
    return message(type, _ -> {});
  }

  Bytes raw(Body body) {
    try {
      body.write(out);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One CopyData message.
  Bytes copy(char kind, Body body) {
    byte[] content = content(body);
    return message(
        'd',
        o -> {
          o.writeByte(kind);
          o.write(content);
        });
  }

  /// RowDescription and rows, without the CommandComplete.
  Bytes rows(int columns, @Nullable String[]... rows) {
    message(
        'T',
        o -> {
          o.writeShort(columns);
          for (int i = 0; i < columns; i++) {
            text(o, "c" + i);
            o.write(new byte[18]);
          }
        });
    for (@Nullable String[] row : rows) {
      message('D', o -> values(o, row));
    }
    return this;
  }

  private static void values(DataOutputStream out, @Nullable String[] row) throws IOException {
    out.writeShort(row.length);
    for (@Nullable String value : row) {
      if (value == null) {
        out.writeInt(-1);
      } else {
        out.writeInt(value.length());
        out.writeBytes(value);
      }
    }
  }

  Bytes complete(String tag) {
    return message('C', o -> text(o, tag));
  }

  Bytes ready() {
    return message('Z', o -> o.writeByte('I'));
  }

  Bytes parameter(String name, String value) {
    return message(
        'S',
        o -> {
          text(o, name);
          text(o, value);
        });
  }

  Bytes error(String severity, String sqlState, String message, String routine) {
    return report('E', severity, sqlState, message, routine);
  }

  Bytes notice(String severity, String sqlState, String message) {
    return report('N', severity, sqlState, message, "nobody");
  }

  private Bytes report(
      char type, String severity, String sqlState, String message, String routine) {
    return message(
        type,
        o -> {
          text(o, "SFEHLER"); // what a server with German messages sends
          text(o, "V" + severity);
          text(o, "C" + sqlState);
          text(o, "M" + message);
          text(o, "Dthe detail");
          text(o, "R" + routine);
          o.writeByte(0);
        });
  }

  Bytes authentication(int code) {
    return message('R', o -> o.writeInt(code));
  }

  /// From AuthenticationOk to ReadyForQuery.
  Bytes welcome() {
    return authentication(0)
        .parameter("server_version", "16.4 (Fake)")
        .parameter("in_hot_standby", "off")
        .message(
            'K',
            o -> {
              o.writeInt(4711);
              o.writeInt(815);
            })
        .ready();
  }

  static void text(DataOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.writeByte(0);
  }

  private static byte[] content(Body body) {
    return new Bytes().raw(body).toArray();
  }

  byte[] toArray() {
    return bytes.toByteArray();
  }
}
