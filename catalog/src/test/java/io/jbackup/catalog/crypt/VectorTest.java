package io.jbackup.catalog.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The test vector of docs/encryption.md, which was made with another implementation.
class VectorTest {
  private static final byte[] OBJECT =
      HexFormat.of()
          .parseHex(
              "4a424b435259503100112233445566778899aabbccddeeff28a5a5a5a5a5a5a5"
                  + "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a55a5a5a5a5a5a5a"
                  + "2349ec22672595f6a1298278d48983be5025b6398d");

  @Test
  void theVectorOfTheDocumentIsDecrypted() throws Exception {
    byte[] dataKey = new byte[32];
    for (int i = 0; i < dataKey.length; i++) {
      dataKey[i] = (byte) i;
    }
    assertThat(KeyId.parse("main", OBJECT))
        .isEqualTo(new KeyId("main", "00112233445566778899aabbccddeeff"));
    byte[] header = Arrays.copyOfRange(OBJECT, Layout.PREFIX, Layout.HEADER);
    byte[] plain = new byte[5];
    int length =
        SegmentCipher.of(dataKey, "wal/main/00000002.history", header)
            .decrypt(0, true, OBJECT, Layout.HEADER, OBJECT.length - Layout.HEADER, plain, 0);
    assertThat(length).isEqualTo(5);
    assertThat(plain).isEqualTo(new byte[] {'h', 'e', 'l', 'l', 'o'});
  }
}
