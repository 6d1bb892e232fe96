package io.jbackup.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageReaderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 1000, 1 << 20})
  void messagesAreCutRightHoweverTheyArrive(int piece) throws IOException {
    Bytes sent = new Bytes();
    for (int i = 0; i < 3000; i++) {
      int length = i * 37 % 900;
      sent.message('d', out -> out.write(new byte[length]));
    }
    MessageReader reader = reader(sent, piece);
    for (int i = 0; i < 3000; i++) {
      assertThat(reader.next()).isEqualTo((byte) 'd');
      assertThat(reader.remaining()).isEqualTo(i * 37 % 900);
    }
    assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
  }

  @Test
  void aMessageLargerThanTheBufferIsWhole() throws IOException {
    byte[] large = new byte[1_000_000];
    large[0] = 1;
    large[large.length - 1] = 2;
    Bytes sent = new Bytes().message('N').message('d', out -> out.write(large)).message('Z');
    MessageReader reader = reader(sent, 4096);
    reader.loggedIn();
    reader.next();
    reader.next();
    assertThat(reader.readBytes(large.length)).isEqualTo(large);
    assertThat(reader.next()).isEqualTo((byte) 'Z');
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3, 17 << 20, Integer.MAX_VALUE})
  void aLengthThatCannotBeIsAViolation(int length) {
    MessageReader reader = reader(header(length), 100);
    reader.loggedIn();
    assertThatThrownBy(reader::next)
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("'d'")
        .hasMessageContaining(Integer.toString(length));
  }

  @Test
  void beforeLoginEvenAMegabyteIsNotBelieved() {
    assertThatThrownBy(reader(header(1 << 20), 100)::next).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void readingBeyondAMessageIsAViolationEvenWhenMoreHasArrived() throws IOException {
    Bytes sent = new Bytes().message('S', out -> out.writeBytes("no end")).message('Z');
    MessageReader text = reader(sent, 100);
    text.next();
    assertThatThrownBy(text::readString).isInstanceOf(ProtocolViolation.class);
    MessageReader number =
        reader(new Bytes().message('R', out -> out.writeShort(1)).message('Z'), 100);
    number.next();
    assertThatThrownBy(number::readInt).isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> number.readBytes(-1)).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void anEndInsideAMessageIsSaidSo() {
    assertThatThrownBy(reader(header(100), 100)::next)
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("inside a message");
  }

  private static Bytes header(int length) {
    return new Bytes()
        .raw((DataOutputStream out) -> {
          out.writeByte('d');
          out.writeInt(length);
        });
  }

  private static MessageReader reader(Bytes bytes, int piece) {
    return new MessageReader(new PieceWire(bytes.toArray(), piece));
  }

  /// Delivers bytes in pieces of a given size.
  private static final class PieceWire implements Wire {
    private final ByteBuffer bytes;
    private final int piece;

    PieceWire(byte[] bytes, int piece) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.piece = piece;
    }

    @Override
    public int read(ByteBuffer into) {
      int count = Math.min(Math.min(piece, bytes.remaining()), into.remaining());
      if (count == 0) {
        return bytes.hasRemaining() ? 0 : -1;
      }
      into.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public void write(byte[] written, int offset, int length) {}

    @Override
    public String localAddress() {
      return "";
    }

    @Override
    public Optional<X509Certificate> serverCertificate() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
